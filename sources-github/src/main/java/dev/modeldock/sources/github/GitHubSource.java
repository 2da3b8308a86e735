package dev.modeldock.sources.github;

import dev.modeldock.sources.github.git.FetchedCommit;
import dev.modeldock.sources.github.git.GitAddress;
import dev.modeldock.sources.github.git.GitCommit;
import dev.modeldock.sources.github.git.GitRemote;
import dev.modeldock.spi.FileSink;
import dev.modeldock.spi.ModelSource;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.RemoteHttp;
import dev.modeldock.spi.Request;
import dev.modeldock.spi.Snapshot;
import dev.modeldock.spi.SourceContext;
import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Brings in what a commit of a repository holds, files of Git LFS included. The origin tells {@code api}, {@code url},
 * {@code owner}, {@code repo} and, when GitHub told them, {@code license}, {@code description}, {@code default_branch},
 * {@code private}, {@code archived} and {@code disabled}.
 */
final class GitHubSource implements ModelSource {
    private static final String REPO = "repo";
    private static final String REF = ".ref";

    private final Site site;
    private final SourceContext context;
    private final RemoteHttp http;

    GitHubSource(Site site, SourceContext context) {
        this.site = site;
        this.context = context;
        this.http = context.http();
    }

    @Override
    public Snapshot resolve(Request request) throws SourceException, IOException, InterruptedException {
        Asked asked = Asked.of(request);
        Token token = token(request);
        GitHubApi api = api(token);
        Revisions revisions = new Revisions(asked.revision());
        RepositoryFacts facts = RepositoryFacts.unknown(asked);
        try {
            facts = api.repository(asked);
            Pin pin = revisions.byApi(api, facts);
            return snapshot(facts, pin, api.tree(facts, pin.commit().id()));
        } catch (SourceException limited) {
            if (limited.reason() != Reason.RATE_LIMITED) {
                throw limited;
            }
            return snapshot(facts, withoutApi(revisions, facts, token, limited), Optional.empty());
        }
    }

    /** The quota of the API is used up; git itself has none. */
    private Pin withoutApi(Revisions revisions, RepositoryFacts facts, Token token, SourceException limited)
            throws SourceException, IOException, InterruptedException {
        GitRemote remote = new GitRemote(http, address(facts.owner(), facts.name(), token));
        try {
            return revisions.byGit(remote, facts).orElseThrow(() -> limited);
        } catch (SourceException failure) {
            boolean told = switch (failure.reason()) {
                case NOT_FOUND, NO_MODEL, DENIED, GATED, REFUSED -> true;
                case RATE_LIMITED, UNREACHABLE, BROKEN -> false;
            };
            throw told ? failure : limited;
        }
    }

    private Snapshot snapshot(RepositoryFacts facts, Pin pin, Optional<List<TreeEntry>> tree) throws SourceException {
        Map<String, String> origin = new TreeMap<>(facts.told());
        origin.put(GitHubSourceFactory.API, site.api().toString());
        origin.put(GitHubSourceFactory.URL, site.url().toString());
        origin.put(GitHubSourceFactory.OWNER, facts.owner());
        origin.put(REPO, facts.name());
        origin.put(REF, pin.commit().ref());
        List<RemoteFile> files = new ArrayList<>();
        TreeNames names = new TreeNames(facts.fullName());
        for (TreeEntry entry : tree.orElse(List.of())) {
            if (entry.file()) {
                names.take(entry.path());
                files.add(entry.promise());
            }
        }
        if (tree.isPresent() && files.isEmpty()) {
            throw Refusals.noModel(facts.fullName() + " holds no files at " + Refusals.quoted(pin.revision())
                    + ". Push a model there first.");
        }
        Snapshot.Layout layout = tree.isPresent() ? Snapshot.Layout.MODEL : Snapshot.Layout.UNLISTED;
        return new Snapshot(facts.modelName(), pin.revision(), pin.commit().id(), layout, files, origin);
    }

    @Override
    public void fetch(Snapshot snapshot, FileSink sink) throws SourceException, IOException, InterruptedException {
        String owner = snapshot.origin().getOrDefault(GitHubSourceFactory.OWNER, "");
        String repo = snapshot.origin().getOrDefault(REPO, "");
        GitAddress address = address(owner, repo, token(sink.request()));
        GitCommit commit = new GitCommit(snapshot.commit(), snapshot.origin().getOrDefault(REF, ""));
        List<RemoteFile> large;
        try (FetchedCommit fetched = new GitRemote(http, address).fetch(sink.scratch(), commit, sink::metered)) {
            large = new RepositoryFetch(owner + "/" + repo, fetched, sink).run();
        }
        if (!large.isEmpty()) {
            LfsBatch batch = new LfsBatch(http, address, Clock.systemUTC());
            // The host itself watches over what it pulls.
            sink.pull(large, new LfsOpener(context.http(), new LfsActions(batch, large), context.userAgent()));
        }
    }

    @Override
    public void check() throws SourceException, InterruptedException {
        api(new Token(site.token())).check();
    }

    private GitHubApi api(Token token) {
        return new GitHubApi(http, context.userAgent(), site, token);
    }

    private Token token(Request request) throws SourceException {
        Optional<String> sent = request.find(GitHubSourceFactory.TOKEN).map(String::strip);
        return new Token(sent.isPresent() ? Token.checked(sent.get(), "The field \"token\"") : site.token());
    }

    private GitAddress address(String owner, String repo, Token token) {
        // GitHub answers git only to those whose name begins like this.
        String userAgent = "git/" + context.userAgent();
        return new GitAddress(site.clone(owner, repo), token.basic(), userAgent);
    }
}
