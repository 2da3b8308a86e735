package dev.modeldock.fakes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A GitHub on 127.0.0.1: the REST calls that an importer makes, git over smart HTTP (the real one, through
 * {@code git http-backend}) and LFS, whose objects lie on a store under another host name and port. What goes wrong is told
 * by {@link #onApi}, {@link #onGit}, {@link #onBatch} and {@link #onBody}; what was asked is in {@link #log()}.
 */
public final class FakeGitHub implements AutoCloseable {
    private final RequestLog log = new RequestLog();
    private final Faults apiFaults = new Faults();
    private final Faults gitFaults = new Faults();
    private final Faults batchFaults = new Faults();
    private final Faults bodyFaults = new Faults();
    private final Map<String, FakeRepository> repositories = new ConcurrentHashMap<>();
    private final Map<String, String> renamed = new ConcurrentHashMap<>();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final Quota quota = new Quota();
    private final AtomicLong links = new AtomicLong();
    private final AtomicLong expired = new AtomicLong();
    private final Path root;
    private final LoopbackServer store;
    private final LoopbackServer github;
    private volatile boolean authorizationAtStore;

    /** Open for requests at once, with no repositories. Needs {@link #available()}. */
    public FakeGitHub() {
        try {
            root = Files.createTempDirectory("fake-github");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LfsAnswers lfs = new LfsAnswers(this);
        store = new LoopbackServer("store", log, lfs::store);
        github = new LoopbackServer("github", log, new GitHubRoutes(this, lfs)::handle);
    }

    /** Whether the git program is there, and can serve HTTP. */
    public static boolean available() {
        return GitProgram.available();
    }

    /** Where repositories are cloned from: {@code http://127.0.0.1:port}. Root of the REST API too, as on github.com. */
    public URI url() {
        return github.url("127.0.0.1");
    }

    /** The REST API as an Enterprise Server has it: {@link #url()} and {@code /api/v3}. */
    public URI api() {
        return URI.create(url() + "/api/v3");
    }

    /** Where LFS objects lie: {@code http://localhost:port}, another host name. */
    public URI store() {
        return store.url("localhost");
    }

    /** The repository of that name, made if need be: public and empty. */
    public FakeRepository repository(String owner, String name) {
        return repositories.computeIfAbsent(owner + "/" + name, key -> new FakeRepository(owner, name, this));
    }

    /** A public repository with these files on {@code main}. */
    public FakeRepository repository(String owner, String name, FakeFiles files) {
        FakeRepository repository = repository(owner, name);
        repository.commit("main", files);
        return repository;
    }

    /** Let a former {@code owner/name} redirect to a repository. */
    public FakeGitHub rename(String from, String to) {
        renamed.put(from, to);
        return this;
    }

    /** A token that is known; requests with any other are refused as bad. */
    public FakeGitHub token(String token) {
        tokens.add(token);
        return this;
    }

    /** So many REST calls may still be made; then 403 until the window ends in so many seconds. */
    public FakeGitHub quota(int remaining, int secondsToReset) {
        quota.set(remaining, secondsToReset);
        return this;
    }

    /** The next REST calls meet the secondary limit: 403 with {@code retry-after}. */
    public Fault secondaryLimit(int seconds) {
        return onApi("*")
                .status(403)
                .retryAfter(Integer.toString(seconds))
                .message("You have exceeded a secondary rate limit. Please wait a few minutes before you try again.");
    }

    /** Links to the store given so far answer 403 from now on, as signed links do after their time. */
    public FakeGitHub expireLinks() {
        expired.set(links.get());
        return this;
    }

    /** The header to send to the store is an {@code Authorization} of its own from now on, as some LFS servers have it. */
    public FakeGitHub authorizationAtStore() {
        authorizationAtStore = true;
        return this;
    }

    /** What goes wrong with REST calls. */
    public Fault onApi(String pattern) {
        return apiFaults.on(pattern);
    }

    /** What goes wrong with git itself: paths such as {@code /acme/tiny.git/info/refs} and {@code /git-upload-pack}. */
    public Fault onGit(String pattern) {
        return gitFaults.on(pattern);
    }

    /** What goes wrong with whole LFS batches. */
    public Fault onBatch(String pattern) {
        return batchFaults.on(pattern);
    }

    /** What goes wrong with the bytes of LFS objects. */
    public Fault onBody(String pattern) {
        return bodyFaults.on(pattern);
    }

    /** Let all go well again, but for LFS errors of single repositories and the quota. */
    public FakeGitHub calm() {
        List.of(apiFaults, gitFaults, batchFaults, bodyFaults).forEach(Faults::clear);
        return this;
    }

    public RequestLog log() {
        return log;
    }

    /** Requests that brought an Authorization header to the store which the store did not ask for. */
    public List<LoggedRequest> leaks() {
        return log.all().stream()
                .filter(request -> request.server().equals("store") && request.authorized())
                .filter(request -> !request.header("authorization").startsWith(LfsAnswers.SCHEME))
                .toList();
    }

    @Override
    public void close() {
        calm();
        github.close();
        store.close();
        try (Stream<Path> found = Files.walk(root)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path root() {
        return root;
    }

    Optional<FakeRepository> find(String owner, String name) {
        return Optional.ofNullable(repositories.get(owner + "/" + name));
    }

    Optional<FakeRepository> find(String number) {
        return repositories.values().stream()
                .filter(repository -> number.equals(Long.toString(repository.number())))
                .findFirst();
    }

    Optional<FakeRepository> renamed(String owner, String name) {
        return Optional.ofNullable(renamed.get(owner + "/" + name)).map(repositories::get);
    }

    boolean knows(String token) {
        return tokens.contains(token);
    }

    Quota quota() {
        return quota;
    }

    boolean storeWantsAuthorization() {
        return authorizationAtStore;
    }

    String newSignature() {
        return Long.toString(links.incrementAndGet());
    }

    boolean signatureHolds(String signature) {
        return signature.matches("\\d{1,18}")
                && Long.parseLong(signature) > expired.get()
                && Long.parseLong(signature) <= links.get();
    }

    Faults apiFaults() {
        return apiFaults;
    }

    Faults gitFaults() {
        return gitFaults;
    }

    Faults batchFaults() {
        return batchFaults;
    }

    Faults bodyFaults() {
        return bodyFaults;
    }
}
