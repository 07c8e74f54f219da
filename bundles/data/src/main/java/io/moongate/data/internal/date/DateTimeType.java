package io.moongate.data.internal.date;

import io.moongate.lua.Numbers;
import io.moongate.lua.Tables;
import io.moongate.runtime.Args;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code ba.datetime}: the constructor, methods and operators of {@link DateTime}, in one VM. */
final class DateTimeType {

    private static final String NAME = "BDTz";
    private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);

    private final ModuleContext context;
    private final LuaType<DateTime> type;

    DateTimeType(ModuleContext context) {
        this.context = context;
        this.type = LuaType.named(NAME, DateTime.class)
                .method("ticks", DateTimeType::ticks)
                .method("date", DateTimeType::date)
                .method("offset", DateTimeType::offset)
                .method("tostring", DateTimeType::toText)
                .metamethod("__tostring", (self, args) -> Result.of(self.toString()))
                .metamethod("__eq", (self, args) -> Result.of(self.equals(args.objectOrNull(1, DateTime.class))))
                .metamethod("__lt", (self, args) -> Result.of(compare(self, args) < 0))
                .metamethod("__le", (self, args) -> Result.of(compare(self, args) <= 0))
                .metamethod("__add", (self, args) -> add(self, args, 1))
                .metamethod("__sub", this::subtract);
    }

    // Making one.

    /** {@code ba.datetime(...)} */
    Varargs create(Args args) {
        try {
            return wrap(read(args));
        } catch (DateTimeException | ArithmeticException e) {
            return Result.fail(e.getMessage());
        }
    }

    private Varargs wrap(DateTime dateTime) {
        return Result.of(context.wrap(type, dateTime));
    }

    private static DateTime read(Args args) {
        if (args.count() == 0) {
            return new DateTime(Instant.now(), 0);
        }
        return switch (args.value(1)) {
            case LuaString text -> ofText(text.tojstring());
            case LuaNumber ignored -> new DateTime(ofTicks(args), args.optInteger(3, 0));
            case LuaTable fields -> ofFields(fields);
            default -> throw args.expected(1, "string, number or table");
        };
    }

    private static DateTime ofText(String text) {
        return switch (text) {
            case "NOW" -> new DateTime(Instant.now(), 0);
            case "MIN" -> new DateTime(DateTime.MIN, 0);
            case "MAX" -> new DateTime(DateTime.MAX, 0);
            default -> DateTime.parse(text);
        };
    }

    private static Instant ofTicks(Args args) {
        long nanos = args.optInteger(2, 0);
        if (nanos < 0 || nanos > 999_999_999) {
            throw new DateTimeException("nanoseconds are not in 0..999999999");
        }
        return Instant.ofEpochSecond(args.integer(1), nanos);
    }

    private static DateTime ofFields(LuaTable fields) {
        LocalDateTime utc = LocalDateTime.of(
                field(fields, "year", -1),
                field(fields, "month", 1),
                field(fields, "day", 1),
                field(fields, "hour", 0),
                field(fields, "min", 0),
                field(fields, "sec", 0),
                field(fields, "nsec", 0));
        return new DateTime(utc.toInstant(ZoneOffset.UTC), field(fields, "offset", 0));
    }

    private static int field(LuaTable fields, String name, int otherwise) {
        LuaValue value = fields.get(name);
        if (value.isnil()) {
            return otherwise;
        }
        double number = value.tonumber().isnil() ? Double.NaN : value.todouble();
        if (number != (int) number) {
            throw new DateTimeException("field '" + name + "' is no integer");
        }
        return (int) number;
    }

    // Methods.

    private static Varargs ticks(DateTime self, Args args) {
        return Result.of(
                Numbers.integer(self.instant().getEpochSecond()),
                Numbers.integer(self.instant().getNano()),
                Numbers.integer(self.offset()));
    }

    private static Varargs date(DateTime self, Args args) {
        LocalDateTime date = self.at(args.truth(1) ? self.offset() : 0);
        LuaTable fields = Tables.create();
        set(fields, "year", date.getYear());
        set(fields, "month", date.getMonthValue());
        set(fields, "day", date.getDayOfMonth());
        set(fields, "hour", date.getHour());
        set(fields, "min", date.getMinute());
        set(fields, "sec", date.getSecond());
        set(fields, "nsec", date.getNano());
        set(fields, "wday", date.getDayOfWeek().getValue() % 7 + 1);
        set(fields, "yday", date.getDayOfYear());
        set(fields, "offset", self.offset());
        return Result.of(fields);
    }

    private static void set(LuaTable fields, String name, int value) {
        fields.rawset(name, Numbers.integer(value));
    }

    private static Varargs offset(DateTime self, Args args) {
        int previous = self.offset();
        if (!args.isNil(1)) {
            self.changeOffset(minutes(args, previous));
        }
        return Result.of(previous);
    }

    private static Varargs toText(DateTime self, Args args) {
        return Result.of(self.toText(minutes(args, self.offset())));
    }

    private static int minutes(Args args, int otherwise) {
        return args.optInteger(1, otherwise, -DateTime.LARGEST_OFFSET, DateTime.LARGEST_OFFSET);
    }

    // Operators.

    private static int compare(DateTime self, Args args) {
        int order = self.compareTo(args.object(1, DateTime.class, NAME));
        return args.isSwapped() ? -order : order;
    }

    private Varargs subtract(DateTime self, Args args) {
        DateTime other = args.objectOrNull(1, DateTime.class);
        if (other == null) {
            return add(self, args, -1);
        }
        if (self.compareTo(other) < 0) {
            throw args.bad(1, "the earlier date minus the later one");
        }
        return Result.of(nanos(Duration.between(other.instant(), self.instant())));
    }

    /** An integer, or the nearest float beyond the 292 years that 64 bits of nanoseconds hold. */
    private static LuaValue nanos(Duration duration) {
        BigInteger nanos = BigInteger.valueOf(duration.getSeconds())
                .multiply(NANOS_PER_SECOND)
                .add(BigInteger.valueOf(duration.getNano()));
        return nanos.bitLength() < Long.SIZE ? Numbers.integer(nanos.longValue()) : Numbers.number(nanos.doubleValue());
    }

    private Varargs add(DateTime self, Args args, int sign) {
        if (args.isSwapped()) {
            throw args.expected(1, NAME);
        }
        try {
            Instant sum = self.instant().plus(duration(args).multipliedBy(sign));
            return wrap(new DateTime(sum, self.offset()));
        } catch (DateTimeException | ArithmeticException e) {
            throw args.bad(1, "date is not in the years 1 to 9999");
        }
    }

    private static Duration duration(Args args) {
        if (!(args.value(1) instanceof LuaTable parts)) {
            return Duration.ofNanos(args.integer(1));
        }
        return Duration.ofDays(part(args, parts, "days"))
                .plusHours(part(args, parts, "hours"))
                .plusMinutes(part(args, parts, "mins"))
                .plusSeconds(part(args, parts, "secs"))
                .plusNanos(part(args, parts, "nsecs"));
    }

    private static long part(Args args, LuaTable parts, String name) {
        LuaValue value = parts.get(name);
        if (value.isnil()) {
            return 0;
        }
        if (Numbers.isInteger(value)) {
            return value.tolong();
        }
        double number = value instanceof LuaNumber ? value.todouble() : Double.NaN;
        if (number != Math.rint(number) || Math.abs(number) >= 0x1p63) {
            throw args.bad(1, "field '" + name + "' is no integer");
        }
        return (long) number;
    }
}
