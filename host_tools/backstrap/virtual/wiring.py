"""What the chips' pins can do, and the wiring of a strap without a board file."""
# mypy: ignore-errors

# chip: (pins that may be used, input-only pins, ADC1 pins, I2C ids); flash pins are no pins.
CHIPS = {
    "esp32": (
        tuple(p for p in range(40) if not (5 < p < 12 or p in (20, 24, 28, 29, 30, 31))),
        tuple(range(34, 40)),
        tuple(range(32, 40)),
        (0, 1),
    ),
    "esp32c3": (tuple(p for p in range(22) if not 11 < p < 18), (), tuple(range(5)), (0,)),
    "esp32s3": (
        tuple(p for p in range(49) if not 21 < p < 33),
        (),
        tuple(range(1, 11)),
        (0, 1),
    ),
}

# chip: (how a pin ends deep sleep, the pins that can, the register with USB's frame number, its
# first bit); an ESP32 has no USB.
POWER = {
    "esp32": (
        "wake_on_ext0",
        (0, 2, 4, 12, 13, 14, 15, 25, 26, 27) + tuple(range(32, 40)),
        0,
        0,
    ),
    "esp32c3": ("wake_on_gpio", tuple(range(6)), 0x60043024, 0),
    "esp32s3": ("wake_on_ext0", tuple(range(22)), 0x60080808, 8),
}

# As boards/esp32-c3-supermini.toml.
WIRING = {
    "board": "esp32-c3-supermini",
    "chip": "esp32c3",
    "i2c": {"id": 0, "sda": 5, "scl": 6, "hz": 400000},
    "button": {"pin": 3, "pull": "up"},
    "buzzer": {"pin": 10},
    "battery": {"pin": 0, "ratio": 2},
    "sensor": {"driver": "lps28dfw", "addr": 92},
    "display": {"driver": "oled", "addr": 60},
}
