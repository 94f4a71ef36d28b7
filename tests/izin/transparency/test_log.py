"""The public log of publications (T7)."""

import hashlib
import json

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from izin.transparency.merkle import leaf_hash, node_hash, tree_root
from izin.transparency.models import LogLeaf
from izin.transparency.selectors import tree_head
from izin.transparency.services import leaf_append
from tests.threads import run_together

# The test vectors of Certificate Transparency's reference implementation (merkle_tree_test) for RFC 6962.
INPUTS = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
EMPTY_ROOT = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_rfc_6962(size):
    leaves = [leaf_hash(bytes.fromhex(text)) for text in INPUTS[:size]]
    assert tree_root(leaves).hex() == ROOTS[size - 1]


def test_the_root_of_nothing_is_the_digest_of_nothing():
    assert tree_root([]).hex() == EMPTY_ROOT


def _defined(leaves):
    """The definition of RFC 6962 section 2.1, word for word."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(_defined(leaves[:split]), _defined(leaves[split:]))


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=70))
def test_the_root_follows_the_definition_for_every_size(contents):
    leaves = [leaf_hash(content) for content in contents]
    assert tree_root(leaves) == _defined(leaves)


def test_a_leaf_can_not_pass_for_a_node():
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)


@pytest.mark.django_db
def test_the_head_of_an_empty_log():
    assert tree_head() == (0, EMPTY_ROOT)


@pytest.mark.django_db
def test_leaves_are_numbered_from_zero_and_hash_their_canonical_text():
    first = leaf_append({"number": "070/001", "event": "published", "code": "É"})
    second = leaf_append({"event": "published", "number": "070/002"})
    assert (first.index, second.index) == (0, 1)
    assert first.content == '{"code":"É","event":"published","number":"070/001"}'
    assert first.leaf_hash == hashlib.sha256(b"\x00" + first.content.encode()).hexdigest()
    root = node_hash(bytes.fromhex(first.leaf_hash), bytes.fromhex(second.leaf_hash)).hex()
    assert tree_head() == (2, root)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda: LogLeaf.objects.update(content="{}"),
        lambda: LogLeaf.objects.all().delete(),
        lambda: LogLeaf.objects.get().save(),
        lambda: LogLeaf.objects.get().delete(),
    ],
)
def test_the_database_refuses_to_change_or_remove_a_leaf(change):
    leaf_append({"number": "070/001"})
    before = tree_head()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()
    assert tree_head() == before
    assert LogLeaf.objects.get().content == '{"number":"070/001"}'


@pytest.mark.django_db(transaction=True)
def test_appending_needs_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        leaf_append({"number": "070/001"})
    assert not LogLeaf.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_publication_that_is_rolled_back_gives_its_index_back():
    with transaction.atomic():
        leaf_append({"number": "070/001"})
        transaction.set_rollback(True)
    with transaction.atomic():
        assert leaf_append({"number": "070/002"}).index == 0


@pytest.mark.django_db(transaction=True)
def test_threads_append_without_gap_or_repetition():
    def append(thread):
        for nr in range(8):
            with transaction.atomic():
                leaf_append({"thread": thread, "nr": nr})

    run = run_together([lambda thread=thread: append(thread) for thread in range(4)])
    assert run == [None] * 4
    leaves = list(LogLeaf.objects.all())
    assert [leaf.index for leaf in leaves] == list(range(32))
    assert len({leaf.content for leaf in leaves}) == 32
    for thread in range(4):
        mine = [json.loads(leaf.content) for leaf in leaves if json.loads(leaf.content)["thread"] == thread]
        assert [content["nr"] for content in mine] == list(range(8))
    assert tree_head() == (32, tree_root([leaf_hash(leaf.content.encode()) for leaf in leaves]).hex())
