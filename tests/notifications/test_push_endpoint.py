"""What a browser gives: only the services of the settings, only keys that are keys."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from boite.errors import Invalid
from boite.notifications import push_endpoint
from boite.notifications.vapid import CURVE, encoded
from boite.settings import Settings
from tests.notifications.push_service import Browser

SETTINGS = Settings()
APPLE = "https://web.push.apple.com/QOabc"
GOOD = Browser(key=ec.derive_private_key(5, CURVE), auth=bytes(range(16)))
AUTH = encoded(GOOD.auth)
COMPRESSED = GOOD.key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
WHOLE = GOOD.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        *(APPLE, "https://fcm.googleapis.com/fcm/send/a:b-c_d", "https://wns2-par02p.notify.windows.com/w/?token=a%3d"),
        "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
    ],
)
def test_the_services_of_browsers_are_known(endpoint: str) -> None:
    assert push_endpoint.checked(SETTINGS, endpoint, GOOD.p256dh, AUTH).endpoint == endpoint


@pytest.mark.parametrize(
    "endpoint",
    [
        *(
            "",
            "http://web.push.apple.com/a",
            "ftp://web.push.apple.com/a",
            "//web.push.apple.com/a",
            "web.push.apple.com",
        ),
        *("https://nom:mot@web.push.apple.com/a", "https://web.push.apple.com@127.0.0.1/a"),
        *("https://web.push.apple.com:22/a", "https://web.push.apple.com:443/a", "https://[::1]/a", "https://[::1"),
        *("https://127.0.0.1:9200/web.push.apple.com/", "https://10.0.0.1/a", "https://169.254.169.254/latest"),
        *("https://xn--web.push.apple.com/a", "https://xn--a.notify.windows.com/a", "https://.notify.windows.com/a"),
        *("https://evil-notify.windows.com/a", "https://a/.notify.windows.com/a", "https://WEB.push.apple.com/a"),
        *("https://web.push.apple.com./a", "https://web.push.apple.com.evil.fr/a", "https://web.push.apple.com"),
        *(
            "https://evil.fr/#.notify.windows.com/",
            "https://evil.fr\\.notify.windows.com/a",
            APPLE + "#a",
            APPLE + " a",
        ),
        *(
            APPLE + "\r\nHost: evil.fr",
            APPLE + "é",
            APPLE + "\x00",
            APPLE + "a" * 3000,
            "https://а.notify.windows.com/a",
        ),
    ],
)
def test_every_other_address_is_refused(endpoint: str) -> None:
    with pytest.raises(Invalid):
        push_endpoint.checked(SETTINGS, endpoint, GOOD.p256dh, AUTH)


@given(st.text(alphabet="abwp.:/@\\#?%[]-é\t ", max_size=30), st.text(alphabet="abwp.:/@\\#?%[]- ", max_size=20))
def test_no_other_machine_is_ever_named(before: str, after: str) -> None:
    """Whatever surrounds the name of a known service."""
    try:
        parts = push_endpoint.address(SETTINGS, f"https://{before}web.push.apple.com{after}")
    except ValueError:
        return
    assert (parts.hostname, parts.port, parts.username) == ("web.push.apple.com", None, None)


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        *((encoded(COMPRESSED), AUTH), (encoded(WHOLE[:-1]), AUTH), (encoded(WHOLE + b"\x00"), AUTH)),
        *((encoded(b"\x04" + bytes(64)), AUTH), (encoded(b"\x06" + WHOLE[1:]), AUTH), ("", AUTH), ("€" * 87, AUTH)),
        *((GOOD.p256dh, encoded(bytes(15))), (GOOD.p256dh, encoded(bytes(17))), (GOOD.p256dh, "")),
        *((GOOD.p256dh[:40] + "!!!" + GOOD.p256dh[40:], AUTH), (GOOD.p256dh, AUTH[:5] + "\n" + AUTH[5:])),
    ],
)
def test_a_key_that_is_none_is_refused(p256dh: str, auth: str) -> None:
    with pytest.raises(Invalid):
        push_endpoint.checked(SETTINGS, APPLE, p256dh, auth)
