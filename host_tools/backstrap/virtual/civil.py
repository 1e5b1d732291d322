"""The calendar of a chip that counts seconds since 2000-01-01; right until 2099."""
# mypy: ignore-errors

_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _year_days(year):
    return 366 - (year % 4 != 0)


def _month_days(year, month):
    return _MONTHS[month - 1] + (month == 2 and year % 4 == 0)


def from_seconds(s, us=0):
    """(year, month, day, weekday, hour, minute, second, us); Monday is 0."""
    days, s = s // 86400, s % 86400
    weekday = (days + 5) % 7  # 2000-01-01 was a Saturday
    year, month = 2000, 1
    while days >= _year_days(year):
        days -= _year_days(year)
        year += 1
    while days >= _month_days(year, month):
        days -= _month_days(year, month)
        month += 1
    return (year, month, days + 1, weekday, s // 3600, s // 60 % 60, s % 60, us)


def to_seconds(year, month, day, hour, minute, second):
    days = day - 1
    for y in range(2000, year):
        days += _year_days(y)
    for m in range(1, month):
        days += _month_days(year, m)
    return days * 86400 + hour * 3600 + minute * 60 + second
