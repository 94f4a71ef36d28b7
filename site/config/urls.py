"""Every address of the site (design section 3)."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from common.gallery import component_gallery
from common.views import health_live, health_ready
from public_search.sitemaps import SITEMAPS

# Pictures and documents of editors; in production the web server in front of us, or S3, hands them out.
media = [re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT})]

urlpatterns = [
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain"), name="robots"),
    path("sitemap.xml", require_safe(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("komponen/", component_gallery, name="component_gallery"),
    path("sehat/live", health_live, name="health_live"),
    path("sehat/ready", health_ready, name="health_ready"),
    path("", include("izin.urls")),
    path("", include("public_search.urls")),
    path("", include("cms_pages.urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("dokumen-berkas/", include(wagtaildocs_urls)),
    *(media if settings.SERVE_MEDIA else []),
    path("", include(wagtail_urls)),
]
handler403 = "common.views.forbidden"
handler404 = "common.views.not_found"
handler500 = "common.views.server_error"
