package dev.modeldock.sources.github.git;

import dev.modeldock.spi.RemoteHttp;
import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.FileSystemException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.RemoteRepositoryException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;

/** From what JGit threw to why there is no commit. */
final class GitFailures {
    private static final int LONGEST_REMARK = 200;

    private final GitExchange exchange;

    GitFailures(GitExchange exchange) {
        this.exchange = exchange;
    }

    /**
     * The reason, to be thrown.
     *
     * @throws InterruptedException when the thread was told to stop, whatever came of that
     * @throws RuntimeException what the host threw while its stream was read
     * @throws IOException when the disk of the host is at fault
     */
    SourceException of(Exception thrown) throws IOException, InterruptedException {
        stopIfInterrupted();
        Throwable own = exchange.failure().orElse(null);
        if (own instanceof RuntimeException hosts) {
            throw hosts;
        }
        if (find(thrown, FileSystemException.class) != null || full(thrown)) {
            throw new IOException("A repository cannot be kept on the disk", thrown);
        }
        if (own instanceof SourceException told) {
            return told;
        }
        HttpResponse<?> refused = exchange.refused().orElse(null);
        if (refused != null) {
            return refusal(refused);
        }
        if (own != null || find(thrown, EOFException.class) != null) {
            return new SourceException(
                    Reason.UNREACHABLE,
                    repository() + " broke off while git spoke with it. Try again.",
                    own == null ? thrown : own);
        }
        return protocol(thrown);
    }

    static void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private SourceException refusal(HttpResponse<?> refused) {
        boolean token = exchange.address().authorization().isPresent();
        return switch (refused.statusCode()) {
            case 401 ->
                token
                        ? new SourceException(
                                Reason.DENIED,
                                repository() + " does not accept the token. Send one that is valid and may read it.")
                        : hidden("without a token");
            case 404 -> hidden(token ? "with this token" : "without a token");
            case 301, 302, 303, 307, 308 ->
                new SourceException(
                        Reason.BROKEN,
                        repository() + " redirects git to an address that is not followed. Use the repository's"
                                + " present name.");
            default -> RemoteHttp.refusal(refused, "git at " + exchange.address());
        };
    }

    private SourceException hidden(String how) {
        return new SourceException(
                Reason.NOT_FOUND,
                repository() + " cannot be seen " + how
                        + ". Check owner and name; for a private repository send a token" + " that may read it.");
    }

    private SourceException protocol(Exception thrown) {
        if (find(thrown, TooLargeObjectInPackException.class) != null
                || find(thrown, LargeObjectException.class) != null) {
            return new SourceException(
                    Reason.REFUSED,
                    repository() + " holds a file in git that is larger than "
                            + (BoundedRepository.LARGEST_OBJECT >> 20)
                            + " MiB. Keep such files in Git LFS.",
                    thrown);
        }
        Throwable corrupt = find(thrown, CorruptObjectException.class);
        if (corrupt != null) {
            return new SourceException(
                    Reason.REFUSED,
                    repository() + " holds what git itself takes for broken or hostile: " + remark(corrupt)
                            + ". Repair the repository.",
                    thrown);
        }
        return refusedWords(thrown);
    }

    private SourceException refusedWords(Exception thrown) {
        Throwable told = find(thrown, RemoteRepositoryException.class);
        if (told != null && told.getMessage().contains("not our ref")) {
            return new SourceException(
                    Reason.NOT_FOUND,
                    repository()
                            + " does not hand out the commit: it is not there, or not any more. Check the revision.",
                    thrown);
        }
        if (find(thrown, NoRemoteRepositoryException.class) != null) {
            return hidden("as a git repository");
        }
        return new SourceException(
                Reason.BROKEN,
                repository() + " answered what git's protocol does not allow. Check source.github.url; the log has the"
                        + " cause.",
                thrown);
    }

    private String repository() {
        return "The repository " + exchange.address();
    }

    private static String remark(Throwable thrown) {
        String text = String.valueOf(thrown.getMessage()).replaceAll("\\p{Cntrl}", "?");
        return text.length() <= LONGEST_REMARK ? text : text.substring(0, LONGEST_REMARK) + "…";
    }

    private static boolean full(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage());
        return message.contains("No space left") || message.contains("quota exceeded");
    }

    private static Throwable find(Throwable thrown, Class<? extends Throwable> kind) {
        Throwable cause = thrown;
        for (int i = 0; i < 20 && cause != null; i++) {
            if (kind.isInstance(cause)) {
                return cause;
            }
            cause = cause.getCause();
        }
        return null;
    }
}
