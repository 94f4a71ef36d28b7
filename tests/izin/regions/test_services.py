"""Loading regions: all or nothing, again and again, and two at once."""

import gzip
from functools import partial

import pytest

from izin.regions.models import Region
from izin.regions.selectors import address_line, region_children, village_choices
from izin.regions.services import regions_load
from tests.factories.regions import solok_regions
from tests.threads import run_together

HEAD = "code,name,level,parent\n"
GOOD = "13,Sumatera Barat,1,\n13.02,Kabupaten Solok,2,13\n13.02.10,Kubung,3,13.02\n13.02.10.2001,Koto Baru,4,13.02.10\n"


@pytest.fixture
def write(tmp_path):
    """Write a file of regions and return where it is."""

    def write(text, *, packed=True):
        path = tmp_path / "wilayah.csv.gz"
        data = text if isinstance(text, bytes) else text.encode()
        path.write_bytes(gzip.compress(data) if packed else data)
        return path

    return write


def rows():
    return list(Region.objects.values_list("code", "name", "level", "parent"))


@pytest.mark.django_db
def test_all_of_indonesia_is_loaded_once():
    assert regions_load() == {"new": 91_599, "changed": 0, "unchanged": 0}
    assert [Region.objects.filter(level=level).count() for level in (1, 2, 3, 4)] == [38, 514, 7_285, 83_762]
    assert region_children(None).count() == 38
    solok = village_choices()
    assert (len(solok), sum(len(villages) for _district, villages in solok)) == (14, 74)
    assert address_line("13.02.10.2001", "Jorong Simpang").endswith(
        "Nagari Koto Baru, Kecamatan Kubung, Kabupaten Solok, Provinsi Sumatera Barat"
    )
    assert Region.objects.get(code="14.02.09.2010").name == "Lambang Sari I, II, III"
    assert regions_load() == {"new": 0, "changed": 0, "unchanged": 91_599}


@pytest.mark.django_db
def test_a_load_changes_what_differs_and_keeps_what_the_file_lacks(write):
    regions = solok_regions()
    Region.objects.filter(code="13.02.10").update(name="Kubuang")
    more = "13.02.10.2002,Selayo,4,13.02.10\n"
    assert regions_load(path=write(HEAD + GOOD + more)) == {"new": 1, "changed": 1, "unchanged": 3}
    assert Region.objects.count() == len(regions) + 1
    assert Region.objects.get(code="13.02.10").name == "Kubung"
    assert Region.objects.get(code="13.02.10.2002").parent_id == "13.02.10"


@pytest.mark.django_db
def test_names_are_taken_as_they_are(write):
    odd = '13.02.10.2002,"Ka\'bah ""II"", \\N; DROP",4,13.02.10\n13.02.10.2003,\\N,4,13.02.10\n'
    regions_load(path=write(HEAD + GOOD + odd))
    assert Region.objects.get(code="13.02.10.2002").name == 'Ka\'bah "II", \\N; DROP'
    assert Region.objects.get(code="13.02.10.2003").name == "\\N"


BAD = {
    "nothing": "",
    "no_regions": HEAD,
    "no_head": GOOD,
    "other_head": "kode,nama,level,parent\n" + GOOD,
    "column_missing": HEAD + GOOD + "14,Riau,1\n",
    "column_too_many": HEAD + GOOD + "14,Riau,1,,x\n",
    "blank_line": HEAD + GOOD + "\n",
    "bad_code": HEAD + GOOD + "14.1,Riau,2,14\n",
    "bps_code": HEAD + GOOD + "1302102002,Selayo,4,13.02.10\n",
    "level_of_another": HEAD + GOOD + "13.02.11,X Koto Singkarak,4,13.02\n",
    "level_no_number": HEAD + GOOD + "13.02.11,X Koto Singkarak,tiga,13.02\n",
    "parent_of_another": HEAD + GOOD + "13.02.11,X Koto Singkarak,3,13\n",
    "parent_missing": HEAD + GOOD + "13.02.11,X Koto Singkarak,3,\n",
    "province_with_parent": HEAD + GOOD + "14,Riau,1,13\n",
    "parent_not_there": HEAD + GOOD + "13.02.11.2001,Singkarak,4,13.02.11\n",
    "child_first": HEAD + "13.02,Kabupaten Solok,2,13\n13,Sumatera Barat,1,\n",
    "twice": HEAD + GOOD + "13.02.10.2001,Koto Baru,4,13.02.10\n",
    "name_empty": HEAD + GOOD + "14,,1,\n",
    "name_padded": HEAD + GOOD + "14, Riau,1,\n",
    "name_too_long": HEAD + GOOD + f"14,{'x' * 101},1,\n",
    "name_with_nul": HEAD + GOOD + "14,Ri\x00au,1,\n",
    "name_of_two_lines": HEAD + GOOD + '14,"Ri\nau",1,\n',
    "quote_left_open": HEAD + GOOD + '14,"Riau,1,\n',
    "no_utf_8": (HEAD + GOOD).encode() + b"14,Ri\xffau,1,\n",
}


@pytest.mark.django_db
@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_a_bad_file_loads_nothing(write, text):
    with pytest.raises(ValueError, match=r".+"):
        regions_load(path=write(text))
    assert rows() == []
    # The refusal leaves nothing behind that would hinder the next load.
    assert regions_load(path=write(HEAD + GOOD))["new"] == 4


@pytest.mark.django_db
def test_a_file_that_is_not_packed_or_cut_off_loads_nothing(write):
    path = write(HEAD + GOOD, packed=False)
    with pytest.raises(ValueError, match="wilayah"):
        regions_load(path=path)
    whole = gzip.compress((HEAD + GOOD).encode())
    for damaged in (whole[:-12], whole[:15], whole[:20] + b"\xff\xff\xff" + whole[23:]):
        path.write_bytes(damaged)
        with pytest.raises(ValueError, match="wilayah"):
            regions_load(path=path)
    assert rows() == []


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(FileNotFoundError):
        regions_load(path=tmp_path / "wilayah.csv.gz")


@pytest.mark.django_db(transaction=True)
def test_loads_at_the_same_time_wait_for_each_other(write):
    load = partial(regions_load, path=write(HEAD + GOOD))
    counts = run_together([load] * 4)
    assert sorted(counts, key=lambda count: count["new"]) == [
        *[{"new": 0, "changed": 0, "unchanged": 4}] * 3,
        {"new": 4, "changed": 0, "unchanged": 0},
    ]
    assert len(rows()) == 4
