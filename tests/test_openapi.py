"""The description of the API is true: every route, every parameter, every answer; schemathesis asks what we did not think of."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode, checks

from indexer.settings import load
from webapp import create_app
from webapp.openapi import description

ROUTES = description()["paths"]


@pytest.fixture(scope="module")
def api(built):
    """The schema, loaded from the application itself."""
    app = create_app(load({}, home=built.home))
    app.testing = True
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


def test_every_route_of_the_api_is_described(app):
    """No route without a description, no description without a route."""
    rules = {
        rule.rule.replace("<document:", "<") for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/v1/")
    }
    assert {rule.replace("<", "{").replace(">", "}") for rule in rules} - {"/api/v1/openapi.json"} == set(ROUTES)


# Left out: a question may be refused for more than its form, such as a page beyond the window.
_NOT_CHECKED = [checks.positive_data_acceptance, checks.missing_required_header, checks.unsupported_method]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("path", sorted(ROUTES))
def test_what_the_api_answers_is_as_described(api, path, mode):
    """No 500, no undescribed status, media type or shape; what breaks the description is refused."""
    operation = api[path]["GET"]
    if mode is GenerationMode.NEGATIVE and not ROUTES[path]["get"]["parameters"]:
        pytest.skip("not applicable: nothing can be wrong with a route without parameters")

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case):
        case.call_and_validate(excluded_checks=_NOT_CHECKED, headers={"Accept-Encoding": "identity"})

    ask()
