"""The secret of one-time codes as people bring it, the codes of RFC 6238, and refusals that repeat nothing."""

import base64

import pytest

from models.domain.one_time_codes import OneTimeCodes, parse_totp

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.mark.parametrize(
    "written",
    [
        SECRET,
        " jbsw y3dp ehpk 3pxp ",
        "JBSW-Y3DP-EHPK-3PXP",
        "JBSWY3DP\u200bEHPK\u00a03PXP",
        f"{SECRET}======",
        f"otpauth://totp/Site:ann%40example.com?secret={SECRET}&issuer=Another",
        "OTPAUTH://TOTP/ann?Secret=jbsw%20y3dp+ehpk%203pxp&image=https%3A%2F%2Fx%2Fy.png",
        f"otpauth://totp/ann?secret={SECRET}&digits=6&period=30&algorithm=HmacSHA1",
    ],
)
def test_one_secret_in_every_way_it_is_written(written: str) -> None:
    assert parse_totp(written) == OneTimeCodes(secret=SECRET)
    assert parse_totp(written).text == SECRET


@pytest.mark.parametrize(
    ("algorithm", "seed", "code"),
    [
        ("SHA1", b"12345678901234567890", "94287082"),
        ("SHA256", b"12345678901234567890123456789012", "46119246"),
        ("SHA512", b"1234567890123456789012345678901234567890123456789012345678901234", "90693936"),
    ],
)
def test_the_codes_are_those_of_the_standard(algorithm: str, seed: bytes, code: str) -> None:
    secret = base64.b32encode(seed).decode().rstrip("=")
    codes = parse_totp(f"otpauth://totp/x?secret={secret}&digits=8&algorithm={algorithm.lower()}")

    assert codes.code(codes.window(59)) == code
    assert parse_totp(codes.text) == codes


def test_a_window_is_told_by_its_beginning() -> None:
    codes = OneTimeCodes(secret=SECRET, period=60)

    assert [codes.window(moment) for moment in (59.9, 60, 119.9)] == [0, 60, 60]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("492039", "not base32"),
        ("JBSWY3DPEHPK3PX", "not base32"),
        ("JBSWY3DPEHPK3P10", "not base32"),
        ("jbswy3dpehpk3pxpé", "not base32"),
        ("otpauth://totp/JBSWY3DPEHPK3PXP", "has no secret"),
        (f"otpauth://hotp/x?secret={SECRET}&counter=1", "time-based codes only"),
        (f"otpauth://totp/x?secret={SECRET}&encoder=steam", "numeric codes only"),
        (f"otpauth://totp/x?secret={SECRET}&secret={SECRET}", "secret twice"),
        (f"otpauth://totp/x?secret={SECRET}&digits=9", "digits from 6 to 8"),
        (f"otpauth://totp/x?secret={SECRET}&period=0", "period from 5 to 120"),
        (f"otpauth://totp/x?secret={SECRET}&period={'9' * 800}", "period from 5 to 120"),
        (f"otpauth://totp/x?secret={SECRET}&algorithm=MD5", "algorithm SHA1, SHA256, SHA512"),
        (f"otpauth-migration://offline?data={SECRET}", "several accounts"),
        (f"https://site.example/{SECRET}", "not an otpauth:// URL"),
        (f"otpauth://[totp/x?secret={SECRET}", "cannot be read"),
        (SECRET * 100, "can have up to 1000 characters"),
        (f"{SECRET}\ud800", "not text"),
    ],
)
def test_what_makes_no_code_is_refused_without_being_repeated(written: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as refused:
        parse_totp(written)

    assert SECRET not in str(refused.value).upper()
    assert written not in str(refused.value)


def test_a_value_shows_no_secret_of_itself() -> None:
    assert SECRET not in repr(OneTimeCodes(secret=SECRET))
