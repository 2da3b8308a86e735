package dev.modeldock.server.actions.records;

import dev.modeldock.server.actions.records.Example.Part;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Writes a TFRecord file: of each record its length, a checksum of that, its bytes and a checksum of those. Beside it an
 * index may be written, a line {@code <offset> <size>} a record, as DALI reads it. For one thread at a time.
 */
final class RecordFile implements AutoCloseable {
    private static final int BUFFER = 16 << 10;
    private static final int MASK = 0xa282ead8;
    private static final int FRAME = Long.BYTES + 2 * Integer.BYTES;

    private final OutputStream out;
    private final OutputStream index;
    private final CRC32C checksum = new CRC32C();
    private long position;

    private RecordFile(OutputStream out, OutputStream index) {
        this.out = out;
        this.index = index;
    }

    /** New files, empty ones where no record is written. */
    static RecordFile create(Path file, Optional<Path> index) throws IOException {
        OutputStream records = open(file);
        try {
            return new RecordFile(records, index.isPresent() ? open(index.get()) : OutputStream.nullOutputStream());
        } catch (IOException e) {
            records.close();
            throw e;
        }
    }

    private static OutputStream open(Path file) throws IOException {
        return new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), BUFFER);
    }

    /** @param parts the bytes of the record; a file among them is read now */
    void write(List<Part> parts) throws IOException {
        long size = Example.size(parts);
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        length.putLong(size);
        checked(length.array(), Long.BYTES);
        endChecked();
        for (Part part : parts) {
            if (part.file() == null) {
                checked(part.bytes(), part.bytes().length);
            } else {
                copy(part);
            }
        }
        endChecked();
        index.write((position + " " + (size + FRAME) + "\n").getBytes(StandardCharsets.US_ASCII));
        position += size + FRAME;
    }

    private void copy(Part part) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long copied = 0;
        try (InputStream in = Files.newInputStream(part.file())) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                copied += read;
                checked(buffer, read);
            }
        }
        if (copied != part.size()) {
            throw new IOException(part.file().getFileName() + " had " + part.size() + " bytes and has " + copied
                    + " now: something else writes into the data.");
        }
    }

    private void checked(byte[] bytes, int length) throws IOException {
        checksum.update(bytes, 0, length);
        out.write(bytes, 0, length);
    }

    private void endChecked() throws IOException {
        int crc = (int) checksum.getValue();
        checksum.reset();
        int masked = Integer.rotateRight(crc, 15) + MASK;
        out.write(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(masked)
                .array());
    }

    @Override
    public void close() throws IOException {
        try (OutputStream first = out) {
            index.close();
            first.flush();
        }
    }
}
