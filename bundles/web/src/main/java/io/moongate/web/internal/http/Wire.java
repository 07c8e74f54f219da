package io.moongate.web.internal.http;

import io.netty.buffer.ByteBuf;
import java.nio.channels.FileChannel;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where an answer goes. Any thread; calls take effect in order. */
interface Wire {

    void head(PageHead head);

    /** Like {@link #head}, but the head may wait a moment for what follows. */
    void holdHead(PageHead head);

    /** @return completes when the client has taken enough for more to be written; fails when it is gone */
    CompletionStage<@Nullable Void> write(ByteBuf data);

    CompletionStage<@Nullable Void> flush();

    boolean takesFiles();

    void end(boolean keepAlive);

    /** A head, its body and the end in one. */
    void whole(PageHead head, ByteBuf data, boolean keepAlive);

    /** A head, a part of a file as its body, and the end; closes the file. */
    void file(PageHead head, FileChannel file, long offset, long length, boolean keepAlive);

    void close();

    boolean isOpen();

    void setNoDelay(boolean on);
}
