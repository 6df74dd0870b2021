"""The page of a report in a real browser: on a phone, at a desk, on paper, and clicked through."""

from __future__ import annotations

import io
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pypdf import PdfReader

from mailflow.reports.overview import page as page_of
from mailflow.reports.sections import sections
from mailflow.reports.told import Told
from tests.reports.told_of import figures_of, office, told_of
from tests.reports.year_of_cases import year_of

POLICIES = ("stepping-stones", "libra-children-services")


def report_of(policy: str) -> Told:
    """Return the report of a year with 300 cases."""
    found = tuple(year_of(office(policy), 1, 300))
    return told_of(figures_of(found, policy), policy, found)


REPORT = report_of(POLICIES[0])
SIZES = {
    "phone": (390, 844),
    "small phone": (320, 568),
    "tablet": (768, 1024),
    "desk": (1100, 800),
    "wide": (1920, 1080),
}
#: What is asked of the page itself, by the browser that has drawn it.
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
CUT_OFF = """() => [...document.querySelectorAll('h1,h2,p,.label,.value,.more,.key a,li')]
    .filter(one => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline')
    .map(one => one.textContent)"""
OVERLAPPING = """() => [...document.querySelectorAll('.row')].filter(row => {
    const [label, value] = [...row.children].map(one => one.getBoundingClientRect());
    return label.right > value.left + 1 && label.bottom > value.top + 1;
}).map(one => one.textContent)"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll('body *')]
    .filter(one => one.textContent.trim() && !one.closest('svg'))
    .map(one => parseFloat(getComputedStyle(one).fontSize)))"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    assert chromium, "make test installs Debian's chromium"
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def asked() -> list[str]:
    """All that a page has asked for."""
    return []


def shown(
    browser: Browser,
    folder: Path,
    asked: list[str],
    size: tuple[int, int],
    scheme: str = "light",
    report: Told = REPORT,
) -> Page:
    """Open the report; what the page asks for, and each error in it, is noted."""
    file = folder / "report.html"
    file.write_text(page_of(report), encoding="utf-8")
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    page.on("request", lambda one: asked.append(one.url))
    page.on("console", lambda one: asked.append(f"console: {one.text}"))
    page.on("pageerror", lambda one: asked.append(f"error: {one}"))
    page.goto(file.as_uri())
    return page


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_everything_can_be_read_at_every_size(
    browser: Browser, tmp_path: Path, asked: list[str], size: tuple[int, int], policy: str
) -> None:
    report = report_of(policy)
    page = shown(browser, tmp_path, asked, size, report=report)
    assert page.evaluate(TOO_WIDE) == 0, "nobody scrolls sideways"
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(OVERLAPPING) == []
    assert page.evaluate(SMALLEST) >= 14, "in pixels"
    assert page.locator("h2").all_text_contents() == [one.title for one in sections(report)]
    assert asked == [(tmp_path / "report.html").as_uri()], "the page asks for itself alone"


@pytest.mark.parametrize("size", [SIZES["phone"], SIZES["desk"]], ids=["phone", "desk"])
def test_each_number_at_the_top_leads_to_what_it_is_made_of(
    browser: Browser, tmp_path: Path, asked: list[str], size: tuple[int, int]
) -> None:
    page = shown(browser, tmp_path, asked, size)
    links = page.locator(".key a")
    assert links.count() == 4
    for n in range(links.count()):
        page.evaluate("scrollTo(0, 0)")
        links.nth(n).click()
        target = page.locator(str(links.nth(n).get_attribute("href")))
        box = target.locator("h2").bounding_box()
        assert box is not None and 0 <= box["y"] < size[1], f"{target} is in sight"
        assert "underline" in target.locator("h2").evaluate("one => getComputedStyle(one).textDecorationLine")
    page.go_back()
    page.keyboard.press("Tab")
    assert [one for one in asked if "report.html" not in one] == []


def test_the_numbers_at_the_top_are_reached_by_the_keyboard(browser: Browser, tmp_path: Path, asked: list[str]) -> None:
    page = shown(browser, tmp_path, asked, SIZES["desk"])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#received")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(browser: Browser, tmp_path: Path, asked: list[str], scheme: str) -> None:
    page = shown(browser, tmp_path, asked, SIZES["desk"], scheme)
    ground = _luminance(page.evaluate("() => getComputedStyle(document.body).backgroundColor"))
    assert (ground < 0.5) is (scheme == "dark")
    for of in ("h1", ".lead", ".note", ".value", "footer"):
        ink = _luminance(page.locator(of).first.evaluate("one => getComputedStyle(one).color"))
        lighter, darker = max(ink, ground), min(ink, ground)
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5, f"{of} (WCAG 2.1, 1.4.3)"


def _luminance(colour: str) -> float:
    """Return the relative luminance of ``rgb(…)`` (WCAG 2.1)."""
    parts = [int(one) / 255 for one in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    red, green, blue = (one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_on_paper_it_is_a_few_sheets_of_a4_with_every_section_whole(
    browser: Browser, tmp_path: Path, asked: list[str]
) -> None:
    page = shown(browser, tmp_path, asked, SIZES["desk"])
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(printed.pages) <= 3
    # A font can join f and i into one letter.
    texts = [unicodedata.normalize("NFKC", " ".join(one.extract_text().split())) for one in printed.pages]
    for page_ in printed.pages:
        assert [round(float(side)) for side in page_.mediabox[2:]] in ([595, 842], [596, 842], [594, 842])
    for section in sections(REPORT):
        (on,) = [text for text in texts if section.title in text]
        assert all(" ".join(row.label.split()) in on for row in section.rows), f"{section.title} is on one sheet"
