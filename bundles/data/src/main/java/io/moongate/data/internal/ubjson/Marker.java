package io.moongate.data.internal.ubjson;

/** The markers of UBJSON draft 12. */
final class Marker {
    private Marker() {}

    static final byte NULL = 'Z';
    static final byte NO_OP = 'N';
    static final byte TRUE = 'T';
    static final byte FALSE = 'F';
    static final byte INT8 = 'i';
    static final byte UINT8 = 'U';
    static final byte INT16 = 'I';
    static final byte INT32 = 'l';
    static final byte INT64 = 'L';
    static final byte FLOAT32 = 'd';
    static final byte FLOAT64 = 'D';
    static final byte HIGH_PRECISION = 'H';
    static final byte CHAR = 'C';
    static final byte STRING = 'S';
    static final byte ARRAY = '[';
    static final byte ARRAY_END = ']';
    static final byte OBJECT = '{';
    static final byte OBJECT_END = '}';
    static final byte TYPE = '$';
    static final byte COUNT = '#';

    /** How many bytes follow a marker of fixed size; -1 for all others. */
    static int payload(byte marker) {
        return switch (marker) {
            case NULL, NO_OP, TRUE, FALSE -> 0;
            case INT8, UINT8, CHAR -> 1;
            case INT16 -> 2;
            case INT32, FLOAT32 -> 4;
            case INT64, FLOAT64 -> 8;
            default -> -1;
        };
    }

    static boolean isInteger(byte marker) {
        return switch (marker) {
            case INT8, UINT8, INT16, INT32, INT64 -> true;
            default -> false;
        };
    }
}
