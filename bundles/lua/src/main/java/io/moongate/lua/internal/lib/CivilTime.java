package io.moongate.lua.internal.lib;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.Locale;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * A time of the calendar, as C's {@code struct tm}, over the whole range of 64-bit seconds that the year fits in.
 *
 * @param month from 1
 * @param weekDay from 0, Sunday
 * @param yearDay from 0
 */
record CivilTime(
        long year,
        int month,
        int day,
        int hour,
        int minute,
        int second,
        int weekDay,
        int yearDay,
        boolean summer,
        int offset,
        String zone) {

    private static final long DAY = 86_400;
    private static final int HOUR = 3_600;
    private static final int MINUTE = 60;
    private static final int DAYS_IN_400_YEARS = 146_097;

    /** Days from 1 March of the year 0 to 1 January 1970. */
    private static final long EPOCH = 719_468;

    /** Where the JDK's time zones end, far from where they have rules. */
    private static final long LAST_RULE = 10_000_000_000_000L;

    static CivilTime utc(long seconds) {
        return of(seconds, 0, false, "GMT");
    }

    static CivilTime local(long seconds) {
        ZoneRules rules = ZoneId.systemDefault().getRules();
        Instant instant = Instant.ofEpochSecond(Math.clamp(seconds, -LAST_RULE, LAST_RULE));
        boolean summer = rules.isDaylightSavings(instant);
        TimeZone zone = TimeZone.getDefault();
        String name = zone.getDisplayName(summer, TimeZone.SHORT, Locale.ROOT);
        return of(seconds, rules.getOffset(instant).getTotalSeconds(), summer, name);
    }

    private static CivilTime of(long seconds, int offset, boolean summer, String zone) {
        long days = Math.floorDiv(seconds, DAY);
        long rest = Math.floorMod(seconds, DAY) + offset;
        days += Math.floorDiv(rest, DAY);
        int ofDay = (int) Math.floorMod(rest, DAY);
        long shifted = days + EPOCH;
        long era = Math.floorDiv(shifted, DAYS_IN_400_YEARS);
        int dayOfEra = (int) Math.floorMod(shifted, DAYS_IN_400_YEARS);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayFromMarch = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayFromMarch + 2) / 153;
        int day = dayFromMarch - (153 * monthFromMarch + 2) / 5 + 1;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
        return new CivilTime(
                year,
                month,
                day,
                ofDay / HOUR,
                ofDay % HOUR / MINUTE,
                ofDay % MINUTE,
                (int) Math.floorMod(days + 4, 7L),
                (int) (days - daysBefore(year, 1)),
                summer,
                offset,
                zone);
    }

    /** Days from the epoch to the first of a month from 1 to 12. */
    private static long daysBefore(long year, int month) {
        long shifted = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(shifted, 400L);
        long yearOfEra = Math.floorMod(shifted, 400L);
        int fromMarch = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5;
        return era * DAYS_IN_400_YEARS + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + fromMarch - EPOCH;
    }

    /**
     * The seconds since the epoch of a local time whose fields may be out of their ranges, as C's {@code mktime}.
     *
     * @param summer whether the clock shows summer time; null when the time zone's rules say
     */
    static long seconds(
            long year, long month, long day, long hour, long minute, long second, @Nullable Boolean summer) {
        long months = year * 12 + month - 1;
        long days = daysBefore(Math.floorDiv(months, 12L), (int) Math.floorMod(months, 12L) + 1) + day - 1;
        long local = days * DAY + hour * HOUR + minute * MINUTE + second;
        ZoneRules rules = ZoneId.systemDefault().getRules();
        long guess = local - offsetAt(rules, local);
        long seconds = local - offsetAt(rules, guess);
        if (summer == null) {
            return seconds;
        }
        Instant instant = Instant.ofEpochSecond(Math.clamp(seconds, -LAST_RULE, LAST_RULE));
        boolean isSummer = rules.isDaylightSavings(instant);
        return isSummer == summer ? seconds : seconds + (summer ? -HOUR : HOUR);
    }

    private static int offsetAt(ZoneRules rules, long seconds) {
        return rules.getOffset(Instant.ofEpochSecond(Math.clamp(seconds, -LAST_RULE, LAST_RULE)))
                .getTotalSeconds();
    }

    /** The week of the year when weeks begin on a day, 0 for Sunday: C's {@code %U} and {@code %W}. */
    int week(int firstDay) {
        return (yearDay + 7 - Math.floorMod(weekDay - firstDay, 7)) / 7;
    }

    /** The week after ISO 8601, from 1. */
    int isoWeek() {
        int week = isoWeekOfThisYear();
        if (week < 1) {
            return weeksIn(year - 1);
        }
        return week > weeksIn(year) ? 1 : week;
    }

    /** The year that the ISO week belongs to. */
    long isoYear() {
        int week = isoWeekOfThisYear();
        if (week < 1) {
            return year - 1;
        }
        return week > weeksIn(year) ? year + 1 : year;
    }

    private int isoWeekOfThisYear() {
        int isoDay = weekDay == 0 ? 7 : weekDay;
        return (yearDay + 1 - isoDay + 10) / 7;
    }

    private static int weeksIn(long year) {
        return lastDay(year) == 4 || lastDay(year - 1) == 3 ? 53 : 52;
    }

    /** The day of the week that a year ends on. */
    private static long lastDay(long year) {
        return Math.floorMod(
                year + Math.floorDiv(year, 4L) - Math.floorDiv(year, 100L) + Math.floorDiv(year, 400L), 7L);
    }
}
