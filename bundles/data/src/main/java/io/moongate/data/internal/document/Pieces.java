package io.moongate.data.internal.document;

/**
 * Text that arrives in pieces. What is read is forgotten; a single piece is read in place, without a copy.
 */
public final class Pieces {

    private final long limit;
    private byte[] bytes = {};
    private int position;
    private int end;
    private boolean isOwned;

    /** @param limit how many unread bytes are kept at most */
    public Pieces(long limit) {
        this.limit = limit;
    }

    /** Adds a piece, which the caller must not change afterwards. */
    public void add(byte[] piece, int offset, int length) throws Fault {
        if (position == end) {
            bytes = piece;
            position = offset;
            end = offset + length;
            isOwned = false;
        } else if (length > 0) {
            append(piece, offset, length);
        }
    }

    private void append(byte[] piece, int offset, int length) throws Fault {
        int unread = end - position;
        if ((long) unread + length > Math.min(limit, Integer.MAX_VALUE - 8)) {
            throw new Fault(Fault.MEM, "a single value is longer than the limit of " + limit + " bytes");
        }
        if (!isOwned || end + length > bytes.length) {
            byte[] larger = new byte[(int) Math.min(Integer.MAX_VALUE - 8L, 2L * (unread + length))];
            System.arraycopy(bytes, position, larger, 0, unread);
            bytes = larger;
            position = 0;
            end = unread;
            isOwned = true;
        }
        System.arraycopy(piece, offset, bytes, end, length);
        end += length;
    }

    /** Holds unread text from {@link #position} to {@link #end}. */
    public byte[] bytes() {
        return bytes;
    }

    public int position() {
        return position;
    }

    public int end() {
        return end;
    }

    /** What is before {@code newPosition} has been read. */
    public void moveTo(int newPosition) {
        position = newPosition;
    }
}
