"""The sound of a call over HTTP: one address for all displays, kept for ever, MP3 and WAV of the same length."""

from __future__ import annotations

import io

import soundfile

from tests.running_office import RunningOffice
from tests.web.test_sockets import call_one, frame, hall


async def test_every_display_gets_the_same_bytes_under_an_address_that_never_changes(office: RunningOffice) -> None:
    async with hall(office, sound=True) as first, hall(office) as second, office.client() as client:
        await frame(first, "view")
        await frame(second, "view")
        await call_one(client)
        told, told_too = await frame(first, "announce"), await frame(second, "announce")
        assert (told["sound"], told["sound_wav"]) == (told_too["sound"], told_too["sound_wav"])
        lengths = []
        for address, kind in ((told["sound"], "audio/mpeg"), (told["sound_wav"], "audio/wav")):
            answer, again = await client.http.get(address), await client.http.get(address)
            assert answer.headers["Content-Type"] == kind
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert answer.content == again.content
            samples, rate = soundfile.read(io.BytesIO(answer.content))
            lengths.append(len(samples) / rate)
    assert max(abs(length - told["seconds"]) for length in lengths) < 0.001
    unknown = f"/audio/{'0' * 64}.mp3"
    async with office.client() as client:
        assert (await client.http.get(unknown)).status_code == 404
