"""Reading the transparency log."""

from .merkle import tree_root
from .models import LogLeaf


def tree_head() -> tuple[int, str]:
    """Return the size of the log and the hexadecimal root of its Merkle tree."""
    hashes = [bytes.fromhex(h) for h in LogLeaf.objects.order_by("index").values_list("leaf_hash", flat=True)]
    return len(hashes), tree_root(hashes).hex()
