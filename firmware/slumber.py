"""Deep sleep until the button is pressed. Loaded for it; the press that wakes begins nothing: a
button that is down at boot counts from its first release."""

import esp32
import machine

from strapcore.compat import const

_AGAIN_S = const(30)


def slumber(app):
    """Everything off, and no way back but a restart. Not while a USB host is there or a finger is
    on the button: then 30 s later."""
    board = app.board
    if board.pressed() or board.hosted():
        app.idle_s -= _AGAIN_S
        return
    app.settle()
    app.hush()
    try:
        if board.display:
            board.display.power(False)
        for part in (board.sensor, board.ambient):
            if part:
                part.stop()
    except OSError:
        pass  # it was unplugged just now, and takes no more current
    if hasattr(esp32, "wake_on_ext0"):
        esp32.wake_on_ext0(board.button, esp32.WAKEUP_ALL_LOW)
    else:  # an ESP32-C3
        esp32.wake_on_gpio((board.button,), esp32.WAKEUP_ALL_LOW)
    machine.deepsleep()
