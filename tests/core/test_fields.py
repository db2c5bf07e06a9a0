from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.datastructures import MultiValueDict

from tfl.core.csv_rows import LARGEST_FILE
from tfl.core.fields import CsvFileField


class SampleForm(forms.Form):
    file = CsvFileField()


def sample(*raw: bytes) -> SampleForm:
    files: list[UploadedFile[Any]] = [SimpleUploadedFile("sample.csv", content) for content in raw]
    sent: MultiValueDict[str, UploadedFile[Any]] = MultiValueDict({"file": files})
    return SampleForm({}, sent)


def test_a_csv_file_is_cleaned_to_its_bytes() -> None:
    form = sample(b"name\nRose")
    assert form.is_valid()
    assert form.cleaned_data == {"file": b"name\nRose"}


def test_of_a_csv_file_too_large_one_byte_too_many_is_read() -> None:
    form = sample(b"x" * (LARGEST_FILE + 100))
    assert form.is_valid()
    assert form.cleaned_data["file"] == b"x" * (LARGEST_FILE + 1)


def test_an_empty_csv_file_is_one_for_the_reader_to_refuse() -> None:
    form = sample(b"")
    assert form.is_valid()
    assert form.cleaned_data["file"] == b""


def test_no_csv_file_is_said() -> None:
    assert sample().errors == {"file": ["Choose a CSV file of at most 1 MB."]}


def test_text_in_place_of_a_csv_file_is_none() -> None:
    assert SampleForm({"file": "name\nRose"}).errors == {
        "file": ["Choose a CSV file of at most 1 MB."]
    }


def test_a_csv_file_nobody_needs_may_be_left_out() -> None:
    assert CsvFileField(required=False).clean(None) == b""


def test_the_field_says_what_it_is_and_offers_csv_files() -> None:
    page = SampleForm().as_p()
    assert "CSV file" in page
    assert 'accept=".csv,text/csv"' in page
