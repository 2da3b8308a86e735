import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads an answer to a GET from a connection that is kept, and compares it with the file that was asked for. */
final class ServedAnswer {
    private static final String END = "\r\n\r\n";

    private ServedAnswer() {}

    /** Leaves in {@code got} what came behind the head. */
    static void head(SocketChannel socket, ByteBuffer got, String status, Path file) throws IOException {
        got.clear();
        while (true) {
            if (socket.read(got) < 0) {
                throw new EOFException("The server closed a connection");
            }
            String head = StandardCharsets.ISO_8859_1.decode(got.duplicate().flip()).toString();
            int end = head.indexOf(END);
            if (end >= 0) {
                if (!head.startsWith(status)) {
                    throw new IOException("Not " + file + ": " + head.substring(0, end));
                }
                got.flip().position(end + END.length());
                got.compact();
                return;
            }
        }
    }

    /** Takes so many bytes and holds each to those of the original. */
    static void body(
            SocketChannel socket, ByteBuffer got, ByteBuffer expected, FileChannel original, long count)
            throws IOException {
        for (long left = count; left > 0; ) {
            if (got.position() == 0) {
                got.limit((int) Math.min(got.capacity(), left));
                if (socket.read(got) < 0) {
                    throw new EOFException("The server closed a connection " + left + " bytes too early");
                }
            }
            got.flip();
            expected.clear().limit(got.remaining());
            while (expected.hasRemaining() && original.read(expected) >= 0) {
                continue;
            }
            if (!got.equals(expected.flip())) {
                throw new IOException("Wrong bytes");
            }
            left -= got.remaining();
            got.clear();
        }
    }
}
