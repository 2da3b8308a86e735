package dev.modeldock;

import dev.modeldock.access.Access;
import dev.modeldock.access.Keys;
import dev.modeldock.blobs.BlobStore;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.blobs.Space;
import dev.modeldock.database.Database;
import dev.modeldock.events.Events;
import dev.modeldock.exports.Exports;
import dev.modeldock.files.Archives;
import dev.modeldock.files.DataDirectory;
import dev.modeldock.hub.Hub;
import dev.modeldock.hub.push.Pushes;
import dev.modeldock.hub.push.UploadStore;
import dev.modeldock.imports.Imports;
import dev.modeldock.insight.Insights;
import dev.modeldock.jobs.JobKind;
import dev.modeldock.jobs.JobStore;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.materialize.Materializations;
import dev.modeldock.models.Models;
import dev.modeldock.network.Network;
import dev.modeldock.plugins.Plugins;
import dev.modeldock.plugins.Sources;
import dev.modeldock.sessions.Sessions;
import dev.modeldock.settings.LiveSettings;
import dev.modeldock.settings.SettingStore;
import dev.modeldock.statistics.Statistics;
import dev.modeldock.storage.Storage;
import dev.modeldock.storedfiles.StoredFiles;
import dev.modeldock.tools.Toolbox;
import dev.modeldock.training.Workshop;
import dev.modeldock.transfers.Transfers;
import dev.modeldock.webhooks.Webhooks;
import java.io.IOException;
import java.util.List;

/**
 * The whole dock in one object, for the server and for any other Java program: {@link #open} is its table of contents.
 * Close it to stop the work under way, which goes on at the next opening.
 */
public final class Dock implements AutoCloseable {
    private final OpenParts parts = new OpenParts();
    private final Space space;
    private final Access access;
    private final Events events;
    private final Jobs jobs;
    private final Models models;
    private final Insights insights;
    private final Sources sources;
    private final StoredFiles storedFiles;
    private final Sessions sessions;
    private final Imports imports;
    private final LiveSettings settings;
    private final Exports exports;
    private final Toolbox toolbox;
    private final Workshop workshop;
    private final Hub hub;
    private final Pushes pushes;
    private final Statistics statistics;
    private final Webhooks webhooks;
    private final Materializations materializations;
    private final Storage storage;

    private Dock(DockConfig config, Plugins plugins) throws IOException {
        parts.add(plugins);
        try {
            DataDirectory directory = parts.add(DataDirectory.open(config.data()));
            Database database = parts.add(Database.open(directory.database()));
            space = new Space(
                    directory.root(),
                    config.storage().maxBytes(),
                    config.storage().minFreeBytes());
            Blobs blobs = parts.add(new Blobs(directory.blobs(), new BlobStore(database), space, config.clock()));
            Archives archives = new Archives(config.archives());
            access = Access.open(database, directory.sealKey(), config.clock());
            events = new Events(database, config.clock());
            models = new Models(database, blobs, events, config.clock());
            insights = new Insights(models, blobs);
            String agent = "modeldock/" + version();
            Network network = Network.open(config.network(), agent);
            BringInParts bringIn = new BringInParts(config, directory, database, access.seal());
            sources = parts.add(bringIn.sources(plugins, network, agent));
            JobStore jobStore = new JobStore(database, events);
            jobs = new Jobs(jobStore, config.clock());
            storedFiles = bringIn.storedFiles(blobs);
            sessions = bringIn.sessions(jobs, storedFiles, blobs, events);
            new StagingSweep(directory.staging(), space)
                    .run(jobStore.stagingInUse(), sessions.stagingInUse(), new UploadStore(database).stagingInUse());
            Transfers transfers = parts.add(new Transfers(
                    config.transfers().limits(), config.transfers().bytesPerSecond()));
            imports = parts.add(new Imports(
                    database,
                    blobs,
                    models,
                    sessions,
                    new Imports.Means(
                            directory.staging(),
                            archives,
                            sources,
                            transfers,
                            access.seal(),
                            jobs,
                            config.sessions().maxFileBytes(),
                            config.clock())));
            settings = new LiveSettings(new SettingStore(database), transfers.bandwidth(), config.clock());
            imports.reopen(jobs.unfinished(JobKind.IMPORT));
            sessions.reopen();
            exports = new Exports(database, models, blobs, jobs);
            toolbox = bringIn.toolbox(blobs, storedFiles, jobs);
            workshop = new Workshop(
                    database,
                    blobs,
                    models,
                    jobs,
                    new WorkshopParts(config, directory, plugins, archives, events).means());
            HandOutParts handOut = new HandOutParts(config, directory, database, blobs);
            hub = parts.add(handOut.hub(models, imports, jobs));
            materializations = handOut.materializations(models, hub);
            pushes = handOut.pushes(models, imports);
            statistics = new Statistics(database, space, imports, config.clock());
            webhooks = parts.add(
                    new Webhooks(database, new Webhooks.Means(events, network, access.seal(), config.clock())));
            storage = new Storage(database, blobs, jobs, directory.staging());
            parts.add(jobs);
            jobs.start(JobKind.IMPORT, config.importWorkers(), imports);
            // One at a time, in the order in which they were accepted.
            jobs.start(JobKind.TOOL_IMPORT, 1, toolbox.runner());
            workshop.start();
            webhooks.start();
            parts.add(new Housekeeping(List.of(
                    sessions::sweep,
                    storedFiles::sweep,
                    jobs::sweep,
                    pushes::sweep,
                    access.signIns()::sweep,
                    webhooks::sweep)));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Open the dock with the sources on the class path and in the plug-in directory. */
    public static Dock open(DockConfig config) throws IOException {
        return open(config, Plugins.discover(config.plugins()));
    }

    /** Open the dock with plug-ins that were discovered before; they are closed with it. */
    public static Dock open(DockConfig config, Plugins plugins) throws IOException {
        return new Dock(config, plugins);
    }

    /** The version of this Modeldock. */
    public static String version() {
        String version = Dock.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    public Space space() {
        return space;
    }

    public Keys keys() {
        return access.keys();
    }

    public Access access() {
        return access;
    }

    public Events events() {
        return events;
    }

    public Jobs jobs() {
        return jobs;
    }

    public Models models() {
        return models;
    }

    public Insights insights() {
        return insights;
    }

    public Sources sources() {
        return sources;
    }

    public StoredFiles storedFiles() {
        return storedFiles;
    }

    public Sessions sessions() {
        return sessions;
    }

    public Imports imports() {
        return imports;
    }

    public LiveSettings settings() {
        return settings;
    }

    public Exports exports() {
        return exports;
    }

    public Toolbox toolbox() {
        return toolbox;
    }

    public Hub hub() {
        return hub;
    }

    public Pushes pushes() {
        return pushes;
    }

    public Statistics statistics() {
        return statistics;
    }

    public Webhooks webhooks() {
        return webhooks;
    }

    public Materializations materializations() {
        return materializations;
    }

    public Storage storage() {
        return storage;
    }

    public Workshop workshop() {
        return workshop;
    }

    @Override
    public void close() {
        parts.close();
    }
}
