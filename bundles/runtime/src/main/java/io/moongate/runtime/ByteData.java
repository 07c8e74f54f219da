package io.moongate.runtime;

/**
 * An object of Lua that stands for bytes wherever a string is taken as data, such as a {@code ba.bytearray}: its Java
 * object implements this. {@link Args#data} accepts both.
 */
public interface ByteData {

    /** A copy of the bytes as they are now. On the VM's thread. */
    byte[] toBytes();
}
