package dev.modeldock.fakes;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A Hugging Face hub on 127.0.0.1, as an importer sees the real one, with a content server ("CDN") under another host name
 * and port, to which LFS files redirect. What goes wrong is told by {@link #onApi}, {@link #onResolve} and {@link #onBody};
 * what was asked is in {@link #log()}.
 */
public final class FakeHub implements AutoCloseable {
    private final RequestLog log = new RequestLog();
    private final Faults apiFaults = new Faults();
    private final Faults resolveFaults = new Faults();
    private final Faults bodyFaults = new Faults();
    private final Map<String, FakeModel> models = new ConcurrentSkipListMap<>();
    private final Map<String, String> renamed = new ConcurrentHashMap<>();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final AtomicLong links = new AtomicLong();
    private final AtomicLong expired = new AtomicLong();
    private final AtomicInteger pageSize = new AtomicInteger(1000);
    private final LoopbackServer cdn;
    private final LoopbackServer hub;

    /** Open for requests at once, with no models. */
    public FakeHub() {
        HubContent content = new HubContent(this);
        cdn = new LoopbackServer("cdn", log, content::cdn);
        hub = new LoopbackServer("hub", log, new HubRoutes(this, content)::handle);
    }

    /** The endpoint: {@code http://127.0.0.1:port}. */
    public URI url() {
        return hub.url("127.0.0.1");
    }

    /** Where LFS files redirect to: {@code http://localhost:port}, another host name. */
    public URI cdn() {
        return cdn.url("localhost");
    }

    /** The model of that id ({@code namespace/name}), made if need be: public, and empty until its first commit. */
    public FakeModel model(String id) {
        return models.computeIfAbsent(id, name -> new FakeModel(name, this));
    }

    /** A public model with these files on {@code main}. */
    public FakeModel model(String id, FakeFiles files) {
        FakeModel model = model(id);
        model.commit("main", files);
        return model;
    }

    /** Let an old or a one-segment name redirect to a model: {@code bert-base-uncased} to {@code google-bert/...}. */
    public FakeHub rename(String from, String to) {
        renamed.put(from, to);
        return this;
    }

    /** A token that the hub knows; requests with any other are refused as invalid. */
    public FakeHub token(String token) {
        tokens.add(token);
        return this;
    }

    /** Rows in a page of the tree; 1000 until then. */
    public FakeHub pageSize(int rows) {
        pageSize.set(rows);
        return this;
    }

    /** Links to the CDN given so far answer 403 from now on, as signed links do after their time. */
    public FakeHub expireLinks() {
        expired.set(links.get());
        return this;
    }

    /** What goes wrong with requests below {@code /api}. */
    public Fault onApi(String pattern) {
        return apiFaults.on(pattern);
    }

    /** What goes wrong with {@code /{id}/resolve/...}: the answers that redirect to the bytes. */
    public Fault onResolve(String pattern) {
        return resolveFaults.on(pattern);
    }

    /** What goes wrong where the bytes come from: {@code /api/resolve-cache} and the CDN. */
    public Fault onBody(String pattern) {
        return bodyFaults.on(pattern);
    }

    /** Let all go well again. */
    public FakeHub calm() {
        List.of(apiFaults, resolveFaults, bodyFaults).forEach(Faults::clear);
        return this;
    }

    public RequestLog log() {
        return log;
    }

    /** Requests that brought an Authorization header to the CDN, where it has no business. */
    public List<LoggedRequest> leaks() {
        return log.all().stream()
                .filter(request -> request.server().equals("cdn") && request.authorized())
                .toList();
    }

    @Override
    public void close() {
        calm();
        hub.close();
        cdn.close();
    }

    Optional<FakeModel> find(String id) {
        return Optional.ofNullable(models.get(id));
    }

    List<FakeModel> all() {
        return List.copyOf(models.values());
    }

    Optional<String> newName(String id) {
        return Optional.ofNullable(renamed.get(id));
    }

    boolean knows(String token) {
        return tokens.contains(token);
    }

    int rowsInPage() {
        return pageSize.get();
    }

    String newSignature() {
        return Long.toString(links.incrementAndGet());
    }

    boolean signatureHolds(String signature) {
        return signature.matches("\\d{1,18}") && Long.parseLong(signature) > expired.get();
    }

    Faults apiFaults() {
        return apiFaults;
    }

    Faults resolveFaults() {
        return resolveFaults;
    }

    Faults bodyFaults() {
        return bodyFaults;
    }
}
