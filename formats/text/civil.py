"""Days since 1970-01-01 as the fields of the proleptic Gregorian calendar, for any year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]

MODIFIED_JULIAN_EPOCH = 40_587
"""1970-01-01 as a Modified Julian Day."""

_DAYS_PER_ERA = 146_097
"""Of 400 years, after which the calendar repeats."""

_MARCH_FIRST_OF_YEAR_0 = -719_468


@dataclass(frozen=True, eq=False)
class Civil:
    """Some days; each field is an array of the same shape that says what ``java.time.LocalDate`` would."""

    epoch_day: Integers
    year: Integers
    month: Integers
    day: Integers

    @property
    def day_of_year(self) -> Integers:
        return self.epoch_day - days(self.year, 1, 1) + 1

    @property
    def weekday(self) -> Integers:
        """0 is Monday."""
        return (self.epoch_day + 3) % 7

    @property
    def quarter(self) -> Integers:
        return (self.month + 2) // 3

    @property
    def week_of_month(self) -> Integers:
        """Day of an aligned week: 1 on the 1st, 8th, 15th … of a month."""
        return (self.day - 1) % 7 + 1


def civil(epoch_day: Integers) -> Civil:
    """Find the calendar fields of some days."""
    # The year is counted from March so that the leap day comes last.
    since_march = epoch_day - _MARCH_FIRST_OF_YEAR_0
    era = since_march // _DAYS_PER_ERA
    day_of_era = since_march - era * _DAYS_PER_ERA
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    month_from_march = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * month_from_march + 2) // 5 + 1
    month = month_from_march + np.where(month_from_march < 10, 3, -9)
    return Civil(epoch_day, year_of_era + era * 400 + (month <= 2), month, day)


def days(year: Integers, month: int, day: int) -> Integers:
    """Find the day number of a calendar date in some years; the inverse of ``civil``."""
    year = year - (month <= 2)
    era = year // 400
    year_of_era = year - era * 400
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    epoch_day: Integers = era * _DAYS_PER_ERA + day_of_era + _MARCH_FIRST_OF_YEAR_0
    return epoch_day
