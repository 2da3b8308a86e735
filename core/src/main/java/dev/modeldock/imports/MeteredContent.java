package dev.modeldock.imports;

import dev.modeldock.files.PackedContent;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.function.LongConsumer;

/** Packed content that tells how far it was read. The consumer may throw to stop the reading. */
record MeteredContent(PackedContent content, LongConsumer reached) implements PackedContent {
    @Override
    public String name() {
        return content.name();
    }

    @Override
    public long size() {
        return content.size();
    }

    @Override
    public InputStream stream() throws IOException {
        return new MeteredStream(content.stream());
    }

    @Override
    public SeekableByteChannel channel() throws IOException {
        return new MeteredChannel(content.channel());
    }

    private final class MeteredStream extends FilterInputStream {
        private long count;

        MeteredStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) {
            count += read;
            reached.accept(count);
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }

    private final class MeteredChannel implements SeekableByteChannel {
        private final SeekableByteChannel channel;

        MeteredChannel(SeekableByteChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            int read = channel.read(target);
            reached.accept(Math.min(channel.position(), channel.size()));
            return read;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            return channel.write(source);
        }

        @Override
        public long position() throws IOException {
            return channel.position();
        }

        @Override
        public SeekableByteChannel position(long next) throws IOException {
            channel.position(next);
            return this;
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public SeekableByteChannel truncate(long size) throws IOException {
            return channel.truncate(size);
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
}
