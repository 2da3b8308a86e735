package dev.modeldock.sources.huggingface;

import dev.modeldock.spi.FileSink;
import dev.modeldock.spi.ModelSource;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Request;
import dev.modeldock.spi.Snapshot;
import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Brings in models from a hub, pinned to the commit that a revision means when it is asked for. */
final class HuggingFaceSource implements ModelSource {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    private final Hub hub;
    private final Token operators;

    /** @param operators the token of requests that bring none */
    HuggingFaceSource(Hub hub, Token operators) {
        this.hub = hub;
        this.operators = operators;
    }

    @Override
    public Snapshot resolve(Request request) throws SourceException, IOException, InterruptedException {
        String tag = request.find(HuggingFaceSourceFactory.MODEL_TAG).orElse("");
        String revision = request.find(HuggingFaceSourceFactory.REVISION).orElse(HuggingFaceSourceFactory.MAIN);
        Asked asked = new Asked(ModelTag.parse(tag, hub.endpoint()), Asked.revision(revision), token(request));
        ModelInfo info = info(asked);
        List<RemoteFile> files = files(info, asked);
        return new Snapshot(
                info.id(),
                asked.revision(),
                info.sha(),
                Snapshot.Layout.MODEL,
                files,
                Origin.of(info, asked.id(), hub.endpoint(), files));
    }

    private List<RemoteFile> files(ModelInfo info, Asked asked) throws SourceException, InterruptedException {
        Asked pinned = asked.at(info);
        List<RemoteFile> files = new FileList(hub).files(pinned);
        if (files.isEmpty()) {
            throw Refusals.noModel(
                    "The model '" + info.id() + "' at " + hub.endpoint().host() + " has no files at the revision '"
                            + Refusals.shown(asked.revision()) + "'.");
        }
        if (info.isGuarded()) {
            requireAccess(info, pinned, files);
        }
        return files;
    }

    private ModelInfo info(Asked asked) throws SourceException, InterruptedException {
        HttpResponse<InputStream> answer = hub.require(hub.endpoint().info(asked.id(), asked.revision()), asked);
        ModelInfo told = JsonBody.read(answer, ModelInfoReading::read);
        ModelInfo info = told.id().isEmpty() ? told.named(asked.id()) : told;
        if (info.disabled()) {
            throw hub.refusals().disabled(asked, "");
        }
        String wanted = asked.revision().toLowerCase(Locale.ROOT);
        boolean other = COMMIT.matcher(wanted).matches() && !wanted.equals(info.sha());
        if (!ModelTag.isName(info.id()) || !COMMIT.matcher(info.sha()).matches() || other) {
            throw Refusals.broken(hub.endpoint().host() + " told the name '" + Refusals.shown(info.id())
                    + "' and the commit '" + Refusals.shown(info.sha()) + "' for the model '" + asked.id() + "' at '"
                    + Refusals.shown(asked.revision()) + "'; a commit is 40 hex digits, and the one that was asked"
                    + " for.");
        }
        return info;
    }

    /** Whoever may know of a model may still not read it; better to hear that now than from a job. */
    private void requireAccess(ModelInfo info, Asked asked, List<RemoteFile> files)
            throws SourceException, InterruptedException {
        // Not any file: some hubs show the model card to everybody.
        RemoteFile largest =
                files.stream().max(Comparator.comparingLong(RemoteFile::size)).orElseThrow();
        try {
            new FileHead(hub, asked).completed(largest);
        } catch (SourceException refusal) {
            boolean unsaid = refusal.reason() == Reason.DENIED
                    && !info.gated().equals(ModelInfo.OPEN)
                    && !asked.token().isPresent();
            throw unsaid ? hub.refusals().gated(asked) : refusal;
        }
    }

    @Override
    public void fetch(Snapshot snapshot, FileSink sink) throws SourceException, IOException, InterruptedException {
        Asked asked = new Asked(Origin.id(snapshot), snapshot.commit(), token(sink.request()));
        sink.pull(snapshot.files(), new HubOpener(hub, asked));
    }

    private Token token(Request request) throws SourceException {
        Optional<String> sent = request.find(HuggingFaceSourceFactory.TOKEN);
        return sent.isPresent() ? Token.of(sent.get(), "The field 'token'") : operators;
    }

    @Override
    public void check() throws SourceException, InterruptedException {
        Asked nothing = new Asked("", "", operators);
        if (operators.isPresent()) {
            HttpResponse<InputStream> answer = hub.get(hub.endpoint().whoAmI(), operators);
            if (answer.statusCode() == 200) {
                Hub.close(answer);
                return;
            }
            // A mirror may not know whom it serves, and serve all the same.
            if (answer.statusCode() != 404) {
                throw hub.refusal(answer, nothing, "");
            }
            Hub.close(answer);
        }
        HttpResponse<InputStream> answer = hub.get(hub.endpoint().oneModel(), operators);
        if (answer.statusCode() == 404) {
            Hub.close(answer);
            throw Refusals.notFound(hub.endpoint().host() + " answers, and not as a hub does: it has no list of models."
                    + " Check the setting source.huggingface.endpoint, its path above all.");
        }
        if (answer.statusCode() != 200) {
            throw hub.refusal(answer, nothing, "");
        }
        Hub.close(answer);
    }
}
