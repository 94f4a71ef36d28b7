"""Journeys through the whole site in a real browser."""

import pytest

# What these modules assert is explained as in a test.
pytest.register_assert_rewrite("tests.e2e.applicant", "tests.e2e.visitor")
