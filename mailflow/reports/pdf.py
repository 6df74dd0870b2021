"""The page as a PDF; the only home of weasyprint, which is an extra: its libraries are large."""

from __future__ import annotations


class PdfUnavailable(Exception):
    """The libraries for PDF are not there. The message says what to do."""


def pdf_of(html: str) -> bytes:
    """Return a page of ours as a PDF. It loads nothing: whatever the page might name stays where it is.

    Raises:
        PdfUnavailable: weasyprint, or a system library that it needs, is not installed.
    """
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise PdfUnavailable(
            f"A PDF needs weasyprint, which cannot be loaded ({type(error).__name__}); nothing was written. Install it "
            "with: pip install 'mailflow-complaints[pdf]'. Or write the page with --html and print it from a browser."
        ) from error

    class Nothing(weasyprint.urls.URLFetcher):  # type: ignore[misc]  # its types are not known to us
        """Fetches nothing. A plain function is no longer enough: an error in one ends the whole page since 68."""

        def fetch(self, url: str, headers: object = None) -> object:
            raise ValueError("a page of ours loads nothing")

    return bytes(weasyprint.HTML(string=html, url_fetcher=Nothing()).write_pdf())
