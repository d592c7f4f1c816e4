"""Our reading of addresses agrees with MkDocs, which writes them, and with the URL standard's own way of joining."""

from __future__ import annotations

from urllib.parse import quote, unquote, urljoin, urlsplit

from hypothesis import assume, example, given
from hypothesis import strategies as st
from lanmu.checks.built.origin import bare
from lanmu.checks.built.reference import Outcome
from lanmu.checks.built.resolve import Listing, Resolver, origin_of
from mkdocs.structure.files import File, Files

NAMES = st.one_of(
    st.sampled_from(["index", "plan", "总体要求", "a b", "a.b", "2008-11-05-a", "100%", "a+b", "(1)", "é", "README"]),
    st.text(st.characters(categories=("L", "N"), include_characters="-_. ~!'()@&=+,%"), min_size=1, max_size=8).filter(
        lambda name: name.strip(". ") == name and "%" not in name.rstrip("%")
    ),
)
SUFFIX = st.sampled_from([".md", ".md", ".md", ".pdf", ".png", ".tar.gz"])
PATHS = st.builds(
    lambda folders, name, suffix: "/".join([*folders, name + suffix]), st.lists(NAMES, max_size=3), NAMES, SUFFIX
)
TREES = st.lists(PATHS, min_size=1, max_size=6, unique=True)
ANCHORS = st.one_of(st.just(""), st.text(st.characters(categories=("L", "N")), min_size=1, max_size=5))


def tree_of(paths: list[str], directory_urls: bool) -> list[File]:
    """What MkDocs makes of the sources, when each has a place of its own."""
    files = [File(path, "docs", "site", directory_urls) for path in paths]
    places = [file.dest_uri for file in files]
    folders = {place[:at] for place in places for at in range(len(place)) if place[at] == "/"}
    assume(len({place.casefold() for place in places}) == len(places) and not folders & set(places))
    return list(Files(files))


@given(paths=TREES, directory_urls=st.booleans(), anchor=ANCHORS, encoded=st.booleans())
@example(paths=["index.md", "plan/index.md"], directory_urls=True, anchor="总", encoded=True)
@example(paths=["README.md", "a/README.md"], directory_urls=True, anchor="", encoded=False)
@example(paths=["a b/100%.md", "a b/图.png"], directory_urls=False, anchor="", encoded=False)
def test_addresses_that_mkdocs_writes_lead_to_the_files_it_writes(
    paths: list[str], directory_urls: bool, anchor: str, encoded: bool
) -> None:
    files = tree_of(paths, directory_urls)
    listing = Listing(frozenset(file.dest_uri for file in files))
    resolver = Resolver(listing, origin_of("https://www.example.org/zhuanti/"))
    fragment = f"#{quote(anchor) if encoded else anchor}" if anchor else ""
    for here in files:
        for there in files:
            relative = there.url_relative_to(here) + fragment
            ways = [
                relative,
                f"https://www.example.org/zhuanti/{there.url}{fragment}",
                f"/zhuanti/{there.url}{fragment}",
            ]
            for raw in ways:
                resolved = resolver.resolve(resolver.place(here.dest_uri), raw)
                expected = "" if anchor.lower() == "top" else anchor
                assert (resolved.outcome, resolved.path, resolved.anchor) == (
                    Outcome.FOUND,
                    there.dest_uri,
                    expected,
                ), raw


@given(paths=TREES, directory_urls=st.booleans())
def test_a_page_and_its_source_have_one_form(paths: list[str], directory_urls: bool) -> None:
    for file in tree_of(paths, directory_urls):
        if file.src_uri.endswith(".md"):
            assert bare(file.dest_uri) == bare(file.src_uri)


STEPS = st.lists(st.sampled_from(["..", ".", "", "plan", "总", "a.html"]), min_size=1, max_size=6).map("/".join)


@given(
    page=st.sampled_from(["index.html", "plan/index.html", "plan/总/a.html"]),
    raw=STEPS,
    query=st.sampled_from(["", "?a=/../b"]),
)
@example(page="plan/总/a.html", raw="../../../zhuanti/plan", query="")
def test_dots_are_joined_as_urljoin_does(page: str, raw: str, query: str) -> None:
    assume(raw + query and not raw.startswith("//"))
    root = "https://www.example.org/zhuanti/"
    listing = Listing(frozenset({"index.html", "plan/index.html", "plan/总/a.html", "a.html"}))
    resolver = Resolver(listing, origin_of(root))
    resolved = resolver.resolve(resolver.place(page), raw + query)
    joined = unquote(urlsplit(urljoin(root + quote(page), quote(raw) + query)).path)
    if resolved.outcome is Outcome.OUTSIDE:
        assert not f"{joined}/".startswith("/zhuanti/") or raw.count("..") > page.count("/") + 1
    elif resolved.outcome is Outcome.FOUND and raw:
        below = "/".join(part for part in joined.removeprefix("/zhuanti").split("/") if part)
        assert resolved.path in (below, f"{below}/index.html".lstrip("/"))
