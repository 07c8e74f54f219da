package io.moongate.debug.internal;

import io.moongate.lua.LuaActivation;
import io.moongate.lua.TableCursor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** Something that has variables. Used while the VM is stopped, on its thread. */
sealed interface Variables {

    /** Rows that are listed when nobody says how many. */
    int ROWS = 1000;

    /** One variable. */
    record Row(String name, LuaValue value) {}

    /**
     * Those from {@code start} on, {@code count} at most.
     *
     * @param count 0: the usual number
     */
    List<Row> rows(int start, int count);

    /** @return whether there is such a variable to set */
    boolean set(String name, LuaValue value);

    private static List<Row> part(List<Row> all, int start, int count) {
        return all.stream().skip(start).limit(count == 0 ? ROWS : count).toList();
    }

    private static List<Row> rowsOf(List<LuaActivation.Variable> variables, int from, int to) {
        Map<String, Row> rows = new LinkedHashMap<>();
        variables
                .subList(Math.min(from, variables.size()), Math.min(to, variables.size()))
                .forEach(variable -> rows.put(variable.name(), new Row(variable.name(), variable.value())));
        return List.copyOf(rows.values());
    }

    private static int lastIndexOf(List<LuaActivation.Variable> variables, String name) {
        return IntStream.iterate(variables.size() - 1, i -> i >= 0, i -> i - 1)
                .filter(i -> variables.get(i).name().equals(name))
                .findFirst()
                .orElse(-1);
    }

    private static boolean setLocal(LuaActivation frame, String name, LuaValue value) {
        int index = lastIndexOf(frame.locals(), name);
        if (index >= 0) {
            frame.setLocal(index, value);
        }
        return index >= 0;
    }

    private static boolean setUpvalue(LuaActivation frame, String name, LuaValue value) {
        int index = lastIndexOf(frame.upvalues(), name);
        if (index >= 0) {
            frame.setUpvalue(index, value);
        }
        return index >= 0;
    }

    /** Parameters and local variables; of several with one name the innermost. */
    record Locals(LuaActivation frame) implements Variables {
        @Override
        public List<Row> rows(int start, int count) {
            return part(rowsOf(frame.locals(), 0, Integer.MAX_VALUE), start, count);
        }

        @Override
        public boolean set(String name, LuaValue value) {
            return setLocal(frame, name, value);
        }
    }

    /** Variables of the functions around. */
    record Upvalues(LuaActivation frame) implements Variables {
        @Override
        public List<Row> rows(int start, int count) {
            return part(rowsOf(frame.upvalues(), 0, Integer.MAX_VALUE), start, count);
        }

        @Override
        public boolean set(String name, LuaValue value) {
            return setUpvalue(frame, name, value);
        }
    }

    /** Upvalues, and the local variables of a function without parameters. */
    record Closure(LuaActivation frame) implements Variables {
        @Override
        public List<Row> rows(int start, int count) {
            List<Row> all = new ArrayList<>(rowsOf(frame.upvalues(), 0, Integer.MAX_VALUE));
            all.addAll(rowsOf(frame.locals(), 0, Integer.MAX_VALUE));
            return part(all, start, count);
        }

        @Override
        public boolean set(String name, LuaValue value) {
            return setLocal(frame, name, value) || setUpvalue(frame, name, value);
        }
    }

    /** Extra arguments. */
    record Varargs(LuaActivation frame) implements Variables {
        @Override
        public List<Row> rows(int start, int count) {
            List<LuaValue> values = frame.varargs();
            return part(
                    IntStream.range(0, values.size())
                            .mapToObj(i -> new Row("#" + (i + 1), values.get(i)))
                            .toList(),
                    start,
                    count);
        }

        @Override
        public boolean set(String name, LuaValue value) {
            return false;
        }
    }

    /** The content of a table, in its own order where it is listed in parts, and its metatable. */
    record Content(LuaTable table) implements Variables {

        private static final String METATABLE = "#metatable";

        @Override
        public List<Row> rows(int start, int count) {
            int limit = count == 0 ? ROWS : count;
            List<Row> rows = new ArrayList<>();
            TableCursor cursor = new TableCursor(table);
            int position = 0;
            boolean more = cursor.next();
            for (; more && rows.size() < limit; more = cursor.next()) {
                if (position++ >= start) {
                    rows.add(new Row(ValueText.key(cursor.key()), cursor.value()));
                }
            }
            if (!more) {
                addMetatable(rows);
            } else if (count == 0) {
                rows.add(new Row("#more", LuaValue.valueOf("only " + limit + " elements are shown")));
            }
            return rows;
        }

        private void addMetatable(List<Row> rows) {
            if (table.getmetatable() != null) {
                rows.add(new Row(METATABLE, table.getmetatable()));
            }
        }

        @Override
        public boolean set(String name, LuaValue value) {
            for (TableCursor cursor = new TableCursor(table); cursor.next(); ) {
                if (ValueText.key(cursor.key()).equals(name)) {
                    table.rawset(cursor.key(), value);
                    return true;
                }
            }
            return false;
        }
    }
}
