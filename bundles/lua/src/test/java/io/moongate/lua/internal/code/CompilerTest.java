package io.moongate.lua.internal.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.lua.LuaLimits;
import io.moongate.lua.LuaPlatform;
import io.moongate.lua.fiber.FiberFactory;
import io.moongate.lua.internal.Calls;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.lib.StandardLibraries;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.luaj.vm2.LuaString;

/** Code does the same compiled as interpreted; each function runs often enough to be compiled on the way. */
class CompilerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local a, b = ... return a + b, a - b, a * b, a / b, a // b, a % b, a ^ b",
                "local a, b = ... return a < b, a <= b, a > b, a >= b, a == b, a ~= b",
                "local a, b = ... local s = 0 for i = a, b do s = s + i end return s",
                "local a, b = ... local s = 0 for i = b, a, -1 do s = s .. i end return s",
                "local a, b = ... local t = {a, b, x = a} t.x = t.x + b t[3] = t.x return #t, t[1], t[2], t[3], t.y",
                "local a, b = ... a, b = b, a return a, b",
                "local a, b = ... local function f(x) a = a + x return a end return f(b), f(b), a",
                "local a, b = ... local r = {} for i, v in ipairs{a, b, 3} do r[i] = function() return i, v end end return r[2]()",
                "local a, b = ... while true do a = a + 1 if a > b + 5 then break end end return a",
                "local a, b = ... repeat local c = a a = a + 1 until c > b return a",
                "local a, b = ... for i = 1, 3 do for j = 1, 3 do if j == 2 then goto next end a = a + j ::next:: end end return a",
                "local a, b = ... return a and b, a or b, not a, nil and a, false or b, a == 1 and 'one' or 'other'",
                "local a, b = ... local m = setmetatable({v = a}, {__index = {get = function(s, d) return s.v + d end}}) return m:get(b)",
                "local a, b = ... return pcall(function() return a.x.y end)",
                "local a, b = ... return select('#', ...), select(2, ...), (select(1, ...))",
                "local a, b = ... local x = 0 for i = 1, 10 do x = x + i * 0.5 - a % 3 end return x, -x, x // 1",
                "local a, b = ... return a & 7, a | 8, a ~ 5, ~a, a << 2, a >> 1",
                "local a, b = ... local function t(n) if n <= 0 then return b end return t(n - 1) end return t(200)",
                "local a, b = ... for k, v in pairs{x = a} do b = b .. k .. v end return b",
                "local a, b = ... local n = a n = n + 0.5 n = n * 2 if n > 3 then n = 'big' end return n"
            })
    void compiled_code_does_what_interpreted_code_does(String body) {
        String test = """
                local f = function(...) %s end
                local out = {}
                for i = 1, 1200 do
                  local a = i %% 7
                  if i %% 5 == 0 then a = a + 0.5 end
                  if i == 900 then a = a .. '' end
                  local r = table.pack(pcall(f, a, i %% 4))
                  for j = 1, r.n do r[j] = tostring(r[j]):gsub('0x%%x+', '') end
                  out[#out + 1] = table.concat(r, ' ')
                end
                return table.concat(out, '\\n')
                """.formatted(body);
        GlobalState compiling = state();
        GlobalState interpreting = state();
        interpreting.threadHooks(true);
        assertThat(run(compiling, test)).isEqualTo(run(interpreting, test));
    }

    private static GlobalState state() {
        GlobalState state = new GlobalState(LuaLimits.defaults(), LuaPlatform.denying(), FiberFactory.best());
        StandardLibraries.open(state);
        return state;
    }

    private static String run(GlobalState state, String code) {
        LuaString source = LuaString.valueOf(code);
        return Calls.call(state, ChunkLoader.load(state, source, "=test", "t", state.globals))
                .tojstring();
    }
}
