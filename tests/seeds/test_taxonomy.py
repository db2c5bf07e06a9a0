"""The seed content is complete, fits together, and mistakes in it are named where they are."""

import re
from collections import Counter
from typing import Any

import pytest

from seeds.schema import (
    Category,
    JobRole,
    Project,
    Requirement,
    Skill,
    Taxonomy,
    load_taxonomy,
)

TAXONOMY = load_taxonomy()

each_role = pytest.mark.parametrize("role", TAXONOMY.job_roles, ids=lambda role: role.slug)
each_project = pytest.mark.parametrize("project", TAXONOMY.backlog, ids=lambda item: item.slug)


def projects_of(role: JobRole, level: str) -> list[Project]:
    return [item for item in TAXONOMY.backlog if item.job_role == role.slug and item.level == level]


def requirement(**changes: Any) -> Requirement:
    asked: dict[str, Any] = {
        "skill": "sql",
        "weight": 5,
        "required_score": 60,
        "criticality": "Critical",
    }
    return Requirement(**(asked | changes))


def job_role(*requirements: Requirement, **changes: Any) -> JobRole:
    role: dict[str, Any] = {"slug": "analyst", "name": "Analyst", "level": "Entry"}
    return JobRole(**(role | {"requirements": requirements or (requirement(),)} | changes))


def project(**changes: Any) -> Project:
    written: dict[str, Any] = {
        "slug": "report",
        "job_role": "analyst",
        "title": "Report",
        "description": "A report. Shown at the end: the report.",
        "tech_stack": "SQL",
        "skills": ("sql",),
        "level": "Mini",
    }
    return Project(**(written | changes))


def taxonomy(**changes: Any) -> Taxonomy:
    content: dict[str, Any] = {
        "categories": (
            Category(slug="data", name="Data"),
            Category(slug="databases", name="Databases", parent="data"),
            Category(slug="querying", name="Querying", parent="databases"),
        ),
        "skills": (
            Skill(slug="sql", name="SQL", category="querying"),
            Skill(slug="git", name="Git", category="querying"),
        ),
        "job_roles": (job_role(),),
        "backlog": (project(),),
    }
    return Taxonomy(**(content | changes))


def test_there_are_at_least_forty_skills_six_roles_and_sixty_projects() -> None:
    assert len(TAXONOMY.skills) >= 40
    assert len(TAXONOMY.job_roles) >= 6
    assert len(TAXONOMY.backlog) >= 60


def test_the_category_tree_has_three_levels_and_every_branch_ends_in_skills() -> None:
    depths = {item.slug: len(TAXONOMY.category_path(item.slug)) for item in TAXONOMY.categories}
    assert set(depths.values()) == {1, 2, 3}
    assert {depths[skill.category] for skill in TAXONOMY.skills} == {3}
    parents = {item.parent for item in TAXONOMY.categories}
    homes = {skill.category for skill in TAXONOMY.skills}
    assert {slug for slug in depths if slug not in parents} == homes


def test_every_skill_is_asked_for_by_some_role() -> None:
    asked = {item.skill for role in TAXONOMY.job_roles for item in role.requirements}
    assert asked == {skill.slug for skill in TAXONOMY.skills}


def test_names_and_titles_are_never_used_twice() -> None:
    names = [
        *(("skill", skill.name) for skill in TAXONOMY.skills),
        *(("category", category.name) for category in TAXONOMY.categories),
        *(("role", f"{role.name} {role.level}") for role in TAXONOMY.job_roles),
        *(("project", item.title) for item in TAXONOMY.backlog),
    ]
    assert [name for name, times in Counter(names).items() if times > 1] == []


def test_system_design_is_asked_for_above_entry_level_only() -> None:
    levels = {
        role.level
        for role in TAXONOMY.job_roles
        if "system-design" in {item.skill for item in role.requirements}
    }
    assert levels == {"Mid"}


@each_role
def test_a_role_asks_for_six_to_nine_skills_of_which_two_to_four_are_critical(
    role: JobRole,
) -> None:
    criticalities = [item.criticality for item in role.requirements]
    assert 6 <= len(criticalities) <= 9
    assert 2 <= criticalities.count("Critical") <= 4
    assert {"Important", "Supporting"} <= set(criticalities)


@each_role
def test_a_role_asks_for_scores_a_person_can_reach_and_weighs_critical_skills_most(
    role: JobRole,
) -> None:
    assert {item.required_score for item in role.requirements} <= set(range(55, 86))
    weights = {
        criticality: [item.weight for item in role.requirements if item.criticality == criticality]
        for criticality in ("Critical", "Important", "Supporting")
    }
    assert min(weights["Critical"]) >= max(weights["Important"])
    assert min(weights["Important"]) >= max(weights["Supporting"])


@each_role
def test_every_skill_of_a_role_is_practised_in_a_mini_project_of_that_role(role: JobRole) -> None:
    covered = {slug for item in projects_of(role, "Mini") for slug in item.skills}
    assert {item.skill for item in role.requirements} - covered == set()


@each_role
def test_every_critical_skill_of_a_role_is_proven_in_a_production_project_of_that_role(
    role: JobRole,
) -> None:
    covered = {slug for item in projects_of(role, "Production") for slug in item.skills}
    critical = {item.skill for item in role.requirements if item.criticality == "Critical"}
    assert critical - covered == set()


@each_role
def test_a_role_offers_several_projects_of_both_levels_and_all_three_evaluations(
    role: JobRole,
) -> None:
    mini, production = projects_of(role, "Mini"), projects_of(role, "Production")
    assert len(mini) >= 4
    assert len(production) >= 3
    evaluations = Counter(item.evaluation_type for item in mini + production)
    assert set(evaluations) == {"MentorReview", "AutoAssessment", "EmployerReview"}
    assert evaluations.most_common(1)[0][0] == "MentorReview"


@each_project
def test_a_title_reads_well_after_deliver_a(project: Project) -> None:
    first = re.split(r"[\s-]", project.title)[0]
    assert re.fullmatch(r"[A-Z][a-z]+", first), "the first word has to bear a small initial"
    assert not re.match(r"U|Eu|Hon|Hour|One", first), "'a' or 'an' has to follow from the letter"
    assert not project.title.endswith(".")


@each_project
def test_a_description_is_two_to_four_sentences_and_ends_with_what_is_shown(
    project: Project,
) -> None:
    sentences = re.split(r"(?<=\.)\s+", project.description)
    assert 2 <= len(sentences) <= 4
    assert sentences[-1].startswith("Shown at the end: ")
    assert sentences[-1].endswith(".")
    assert "  " not in project.description


def test_no_text_discourages_or_leads_out_of_the_product() -> None:
    texts = [
        text
        for item in TAXONOMY.backlog
        for text in (item.title, item.description, item.tech_stack)
    ]
    unwanted = re.compile(r"\b(fail\w*|behind)\b|://|\bwww\.", re.IGNORECASE)
    assert [text for text in texts if unwanted.search(text)] == []


def test_well_formed_content_is_accepted() -> None:
    assert taxonomy().skills[0].slug == "sql"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"required_score": 101}, "requirements.1.required_score"),
        ({"required_score": -1}, "requirements.1.required_score"),
        ({"weight": 0}, "requirements.1.weight"),
        ({"weight": 11}, "requirements.1.weight"),
        ({"weight": "5"}, "requirements.1.weight"),
        ({"criticality": "Vital"}, "requirements.1.criticality"),
    ],
)
def test_a_requirement_out_of_range_is_refused_under_the_name_of_its_role(
    changes: dict[str, Any], named: str
) -> None:
    with pytest.raises(ValueError, match=rf"seeds/taxonomy\.py: job role 'analyst', field {named}"):
        job_role(requirement(skill="git"), requirement(**changes))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"title": "T" * 111}, "title"),
        ({"title": " Report"}, "title"),
        ({"description": "d" * 601}, "description"),
        ({"description": ""}, "description"),
        ({"tech_stack": "t" * 201}, "tech_stack"),
        ({"skills": ()}, "skills"),
        ({"skills": ("a", "b", "c", "d", "e")}, "skills"),
        ({"level": "Huge"}, "level"),
        ({"evaluation_type": "Guess"}, "evaluation_type"),
        ({"price": 3}, "price"),
    ],
)
def test_a_malformed_project_is_refused_with_file_item_and_field(
    changes: dict[str, Any], named: str
) -> None:
    with pytest.raises(ValueError, match=rf"seeds/backlog\.py: project 'report', field {named}"):
        project(**changes)


@pytest.mark.parametrize("slug", ["SQL", "s ql", "", "s_ql", "sql\n"])
def test_a_malformed_slug_is_refused(slug: str) -> None:
    with pytest.raises(ValueError, match=r"seeds/taxonomy\.py: skill '.*', field slug"):
        Skill(slug=slug, name="SQL", category="querying")


SQL, GIT = taxonomy().skills
DATA, DATABASES, QUERYING = taxonomy().categories


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(
            {"skills": (SQL, GIT, SQL.model_copy(update={"name": "Queries"}))},
            "seeds/taxonomy.py: skill 'sql', field slug: is used more than once",
            id="duplicate skill",
        ),
        pytest.param(
            {"skills": (SQL, GIT, SQL)},
            "seeds/taxonomy.py: skill 'sql', field slug: is used more than once",
            id="the same skill object listed again",
        ),
        pytest.param(
            {"categories": (DATA, DATABASES, QUERYING, Category(slug="data", name="Facts"))},
            "seeds/taxonomy.py: category 'data', field slug: is used more than once",
            id="duplicate category",
        ),
        pytest.param(
            {"job_roles": (job_role(), job_role(name="Other"))},
            "seeds/taxonomy.py: job role 'analyst', field slug: is used more than once",
            id="duplicate job role",
        ),
        pytest.param(
            {"backlog": (project(), project(title="Other"))},
            "seeds/backlog.py: project 'report', field slug: is used more than once",
            id="duplicate project",
        ),
        pytest.param(
            {"skills": (SQL, GIT.model_copy(update={"category": "tools"}))},
            "seeds/taxonomy.py: skill 'git', field category: unknown category 'tools'",
            id="skill in an unknown category",
        ),
        pytest.param(
            {"skills": (SQL, GIT.model_copy(update={"category": "databases"}))},
            "seeds/taxonomy.py: skill 'git', field category: 'databases' is not on level 3",
            id="skill on the second level",
        ),
        pytest.param(
            {"categories": (DATA, DATABASES, QUERYING, Category(slug="a", name="A", parent="b"))},
            "seeds/taxonomy.py: category 'a', field parent: unknown category 'b'",
            id="unknown parent",
        ),
        pytest.param(
            {"categories": (DATA, DATABASES, QUERYING, Category(slug="a", name="A", parent="a"))},
            "seeds/taxonomy.py: category 'a', field parent: leads round in a circle",
            id="a category within itself",
        ),
        pytest.param(
            {
                "categories": (
                    *(DATA, DATABASES, QUERYING),
                    Category(slug="a", name="A", parent="b"),
                    Category(slug="b", name="B", parent="c"),
                    Category(slug="c", name="C", parent="b"),
                )
            },
            "seeds/taxonomy.py: category 'a', field parent: leads round in a circle",
            id="a category hanging on a circle",
        ),
        pytest.param(
            {
                "categories": (
                    *(DATA, DATABASES, QUERYING),
                    Category(slug="joins", name="Joins", parent="querying"),
                )
            },
            "seeds/taxonomy.py: category 'joins', field parent: is deeper than 3 levels",
            id="a fourth level",
        ),
        pytest.param(
            {"job_roles": (job_role(requirement(), requirement(skill="chess")),)},
            "seeds/taxonomy.py: job role 'analyst', field requirements.1.skill: "
            "unknown skill 'chess'",
            id="role asking for an unknown skill",
        ),
        pytest.param(
            {"job_roles": (job_role(requirement(), requirement(weight=2)),)},
            "seeds/taxonomy.py: job role 'analyst', field requirements: "
            "asks for skill 'sql' more than once",
            id="role asking twice",
        ),
        pytest.param(
            {"backlog": (project(job_role="pilot"),)},
            "seeds/backlog.py: project 'report', field job_role: unknown job role 'pilot'",
            id="project of an unknown role",
        ),
        pytest.param(
            {"backlog": (project(skills=("sql", "chess")),)},
            "seeds/backlog.py: project 'report', field skills: unknown skill 'chess'",
            id="project with an unknown skill",
        ),
        pytest.param(
            {"backlog": (project(skills=("sql", "git")),)},
            "seeds/backlog.py: project 'report', field skills: "
            "skill 'git' is not asked for by 'analyst'",
            id="project with a skill of another role",
        ),
        pytest.param(
            {"backlog": (project(skills=("sql", "sql")),)},
            "seeds/backlog.py: project 'report', field skills: names skill 'sql' more than once",
            id="project naming a skill twice",
        ),
    ],
)
def test_content_that_does_not_fit_together_is_refused_with_file_item_and_field(
    changes: dict[str, Any], expected: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(expected)):
        taxonomy(**changes)


def test_all_problems_are_reported_at_once() -> None:
    with pytest.raises(ValueError, match="unknown job role 'pilot'") as refusal:
        taxonomy(
            skills=(SQL, GIT.model_copy(update={"category": "tools"})),
            backlog=(project(job_role="pilot"),),
        )
    assert "unknown category 'tools'" in str(refusal.value)


def test_the_loader_refuses_a_mistake_in_the_files_themselves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("seeds.backlog.BACKLOG", (project(job_role="pilot"),))
    with pytest.raises(ValueError, match="unknown job role 'pilot'"):
        load_taxonomy()


def test_loaded_content_cannot_be_changed() -> None:
    skill: Any = TAXONOMY.skills[0]
    with pytest.raises(ValueError, match="frozen"):
        skill.name = "Other"
