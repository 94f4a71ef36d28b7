"""What every installation shares; each part holds one concern. Environment variables are read through `config.env`."""

from .parts.apps import *
from .parts.database import *
from .parts.files import *
from .parts.izin import *
from .parts.localisation import *
from .parts.messages import *
from .parts.schedules import *
from .parts.security import *
from .parts.wagtail import *
