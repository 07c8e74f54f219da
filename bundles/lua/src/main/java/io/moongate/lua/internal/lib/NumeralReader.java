package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.NumberParser;
import java.io.IOException;
import org.luaj.vm2.LuaValue;

/** Reads a numeral from a file: as many bytes as may belong to one, up to a limit ({@code "n"} of {@code read}). */
final class NumeralReader {

    private static final int MAX_LENGTH = 200;

    private final LuaFile file;
    private final byte[] text = new byte[MAX_LENGTH];
    private int length;
    private boolean tooLong;

    private NumeralReader(LuaFile file) {
        this.file = file;
    }

    /** The number, or nil when what is there is none. */
    static LuaValue read(LuaFile file) throws IOException {
        NumeralReader reader = new NumeralReader(file);
        reader.readNumeral();
        LuaValue number = reader.tooLong ? null : NumberParser.parse(reader.text, 0, reader.length);
        return number == null ? LuaValue.NIL : number;
    }

    private void readNumeral() throws IOException {
        skipSpace();
        accept("-+");
        int digits = 0;
        boolean hexadecimal = false;
        if (accept("0")) {
            hexadecimal = accept("xX");
            digits = hexadecimal ? 0 : 1;
        }
        digits += digits(hexadecimal);
        if (accept(".")) {
            digits += digits(hexadecimal);
        }
        if (digits > 0 && accept(hexadecimal ? "pP" : "eE")) {
            accept("-+");
            digits(false);
        }
    }

    private void skipSpace() throws IOException {
        int b = file.peek();
        while (b != LuaFile.END && CharacterClass.contains('s', b)) {
            file.read();
            b = file.peek();
        }
    }

    private boolean accept(String wanted) throws IOException {
        int b = file.peek();
        return b != LuaFile.END && wanted.indexOf(b) >= 0 && take();
    }

    private boolean take() throws IOException {
        if (length == MAX_LENGTH) {
            tooLong = true;
            return false;
        }
        text[length++] = (byte) file.read();
        return true;
    }

    private int digits(boolean hexadecimal) throws IOException {
        char kind = hexadecimal ? 'x' : 'd';
        int count = 0;
        int b = file.peek();
        while (b != LuaFile.END && CharacterClass.contains(kind, b) && take()) {
            count++;
            b = file.peek();
        }
        return count;
    }
}
