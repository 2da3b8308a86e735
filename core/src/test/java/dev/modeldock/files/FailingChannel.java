package dev.modeldock.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Fails where the first entry of a ZIP is, and reads its directory well. */
final class FailingChannel implements SeekableByteChannel {
    private final SeekableByteChannel channel;
    private final IOException failure;

    FailingChannel(byte[] bytes, IOException failure) {
        this.channel = new SeekableInMemoryByteChannel(bytes);
        this.failure = failure;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (channel.position() == 0 && into.remaining() == 30) {
            throw failure;
        }
        return channel.read(into);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        return channel.write(from);
    }

    @Override
    public long position() throws IOException {
        return channel.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
        channel.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
        channel.truncate(size);
        return this;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
