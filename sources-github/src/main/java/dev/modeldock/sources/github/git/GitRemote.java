package dev.modeldock.sources.github.git;

import dev.modeldock.spi.RemoteHttp;
import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdRef;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;

/**
 * A repository that git hands out over HTTP. Reasons of failures: {@code NOT_FOUND}, {@code DENIED}, {@code RATE_LIMITED},
 * {@code UNREACHABLE}, {@code REFUSED} (what is in it cannot be kept) and {@code BROKEN}.
 */
public final class GitRemote {
    private static final long LONGEST_LIST_OF_REFS = 32L << 20;
    private static final String HALF = "fetching.git";

    private final RemoteHttp http;
    private final GitAddress address;

    public GitRemote(RemoteHttp http, GitAddress address) {
        IsolatedSystem.install();
        this.http = http;
        this.address = address;
    }

    /** The references whose full names begin so, and more where the remote cannot choose. */
    public RemoteRefs refs(String... prefixes) throws SourceException, IOException, InterruptedException {
        try (GitExchange exchange = new GitExchange(http, address, body -> new Bounded(body, LONGEST_LIST_OF_REFS));
                Transport transport = configured(Transport.open(uri()), exchange);
                FetchConnection connection = open(transport, exchange, prefixes)) {
            Map<String, String> commits = new HashMap<>();
            String head = null;
            for (Ref ref : connection.getRefs()) {
                ObjectId id = ref.getPeeledObjectId() == null ? ref.getObjectId() : ref.getPeeledObjectId();
                if (id != null) {
                    commits.put(ref.getName(), id.name());
                }
                head = ref.getName().equals("HEAD") && ref.isSymbolic()
                        ? ref.getTarget().getName()
                        : head;
            }
            return new RemoteRefs(commits, Optional.ofNullable(head));
        }
    }

    /**
     * Bring one commit without its history into a bare repository below {@code place}, or take the one that lies there
     * whole since an earlier call.
     *
     * @param meter is put around every body while it is read
     */
    public FetchedCommit fetch(Path place, GitCommit commit, UnaryOperator<InputStream> meter)
            throws SourceException, IOException, InterruptedException {
        Path whole = place.resolve(commit.id() + ".git");
        if (Files.isDirectory(whole)) {
            try {
                return FetchedCommit.open(whole, commit.id(), address);
            } catch (SourceException | IOException e) {
                // It was whole, so the disk lost some of it, as with the power: it is fetched again.
                Directories.remove(whole);
            }
        }
        Path half = place.resolve(HALF);
        Directories.remove(half);
        download(half, commit, meter);
        Files.move(half, whole, StandardCopyOption.ATOMIC_MOVE);
        return FetchedCommit.open(whole, commit.id(), address);
    }

    private void download(Path half, GitCommit commit, UnaryOperator<InputStream> meter)
            throws SourceException, IOException, InterruptedException {
        try (GitExchange exchange = new GitExchange(http, address, meter);
                Repository repository = new BoundedRepository(half)) {
            repository.create(true);
            try (Transport transport = configured(Transport.open(repository, uri()), exchange)) {
                transport.setDepth(1);
                transport.setObjectChecker(lenientInWhatIsHarmless());
                String ref = commit.ref().isEmpty() ? "HEAD" : commit.ref();
                try (FetchConnection connection = open(transport, exchange, ref)) {
                    bring(connection, want(connection, commit), exchange);
                }
            }
        }
        try (FetchedCommit fetched = FetchedCommit.open(half, commit.id(), address)) {
            fetched.requireWhole();
        }
    }

    private void bring(FetchConnection connection, ObjectId want, GitExchange exchange)
            throws SourceException, IOException, InterruptedException {
        Ref asked = new ObjectIdRef.Unpeeled(Ref.Storage.NETWORK, want.name(), want);
        try {
            connection.fetch(new Stoppable(), List.of(asked), Set.of());
            GitFailures.stopIfInterrupted();
        } catch (IOException | RuntimeException e) {
            throw new GitFailures(exchange).of(e);
        } catch (OutOfMemoryError e) {
            // One array that was too large, as hostile packs ask for: the memory is free again.
            throw new SourceException(
                    Reason.REFUSED,
                    "The repository " + address
                            + " holds files that git cannot unpack in the memory that there is. Keep"
                            + " large files in Git LFS.",
                    e);
        }
    }

    /** Servers that hand out only what a reference names do so by the tag's own id, where it has one. */
    private static ObjectId want(FetchConnection connection, GitCommit commit) {
        return connection.getRefs().stream()
                .filter(ref -> ref.getPeeledObjectId() != null
                        && ref.getPeeledObjectId().name().equals(commit.id()))
                .map(Ref::getObjectId)
                .findFirst()
                .orElseGet(() -> ObjectId.fromString(commit.id()));
    }

    private FetchConnection open(Transport transport, GitExchange exchange, String... prefixes)
            throws SourceException, IOException, InterruptedException {
        try {
            return transport.openFetch(List.of(), prefixes);
        } catch (IOException | RuntimeException e) {
            throw new GitFailures(exchange).of(e);
        }
    }

    private static Transport configured(Transport transport, GitExchange exchange) {
        ((TransportHttp) transport).setHttpConnectionFactory(exchange);
        transport.setCredentialsProvider(null);
        transport.setTagOpt(TagOpt.NO_TAGS);
        return transport;
    }

    private static ObjectChecker lenientInWhatIsHarmless() {
        return new ObjectChecker()
                .setAllowLeadingZeroFileMode(true)
                .setAllowInvalidPersonIdent(true)
                .setSafeForMacOS(true);
    }

    private URIish uri() throws IOException {
        try {
            return new URIish(address.url().toString());
        } catch (URISyntaxException e) {
            throw new IOException("Git cannot read an address", e);
        }
    }
}
