package dev.modeldock.datasets;

import dev.modeldock.access.Caller;
import dev.modeldock.datasets.DatasetSessionStore.Target;
import dev.modeldock.problems.DockException;
import dev.modeldock.sessions.ImportSession;
import dev.modeldock.sessions.NewSession;
import dev.modeldock.sessions.Sessions;
import dev.modeldock.storedfiles.StoredFile;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Import sessions that bring files of datasets, for archives that are too large for one request. */
public final class DatasetSessions {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final LabelChange USUAL =
            new LabelChange(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private final Sessions sessions;
    private final Datasets datasets;
    private final DatasetSessionStore store;

    DatasetSessions(Sessions sessions, Datasets datasets, DatasetSessionStore store) {
        this.sessions = sessions;
        this.datasets = datasets;
        this.store = store;
    }

    /**
     * Announce an archive for a dataset that is here.
     *
     * @throws DockException {@code NOT_FOUND} when it is another's; else as {@link Sessions#start}
     */
    public ImportSession start(NewSession wish, String dataset, Caller caller) {
        Dataset target = datasets.find(dataset)
                .filter(found -> reaches(caller, found.owner()))
                .orElseThrow(Datasets::gone);
        return start(wish, new Target(target.id(), target.owner(), "", ""), caller);
    }

    /** Without a key every UUID is a user whom anybody may be. */
    private static boolean reaches(Caller caller, String owner) {
        return owner.equals(caller.user())
                || caller.keyId().isEmpty() && UUID.matcher(owner).matches();
    }

    /**
     * Announce an archive for a dataset that is made once its files are here: until then there is none.
     *
     * @throws DockException as {@link Datasets#create} and {@link Sessions#start}
     */
    public ImportSession start(NewSession wish, String type, String format, Caller caller) {
        Dataset planned = datasets.plan(caller.user(), type, format, USUAL);
        return start(wish, new Target(planned.id(), planned.owner(), planned.type(), planned.format()), caller);
    }

    private ImportSession start(NewSession wish, Target target, Caller caller) {
        ImportSession session = sessions.start(wish, caller);
        store.insert(session.id(), target);
        return session;
    }

    /** The id of the dataset that a session brings files to, if it does. */
    public Optional<String> dataset(ImportSession session) {
        return store.find(session.id()).map(Target::dataset);
    }

    /**
     * Say that all chunks are sent. The archive is unpacked and checked now: its files become the dataset's and it is
     * kept as a file, or nothing has changed and the session stays open. A session for no dataset is only kept.
     */
    public StoredFile complete(ImportSession session, Caller caller) throws IOException {
        Optional<Target> target = store.find(session.id());
        return target.isEmpty()
                ? sessions.keep(session.id(), caller)
                : sessions.keep(session.id(), caller, (content, directory, end) -> {
                    Dataset dataset = dataset(target.get());
                    datasets.uploads().add(dataset, content, directory, () -> {
                        if (target.get().isNew()) {
                            datasets.make(dataset);
                        }
                        end.run();
                    });
                });
    }

    private Dataset dataset(Target target) {
        return target.isNew()
                ? datasets.plan(target.owner(), target.type(), target.format(), USUAL)
                        .withId(target.dataset())
                : datasets.find(target.dataset()).orElseThrow(Datasets::gone);
    }
}
