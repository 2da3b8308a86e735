package dev.modeldock;

import dev.modeldock.access.Seal;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.database.Database;
import dev.modeldock.events.Events;
import dev.modeldock.files.DataDirectory;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.network.Network;
import dev.modeldock.plugins.LentContext;
import dev.modeldock.plugins.Plugins;
import dev.modeldock.plugins.Sources;
import dev.modeldock.sessions.Sessions;
import dev.modeldock.storedfiles.StoredFiles;
import dev.modeldock.tools.Toolbox;
import java.io.IOException;

/** Puts together what takes files and tools in. */
record BringInParts(DockConfig config, DataDirectory directory, Database database, Seal seal) {
    Sources sources(Plugins plugins, Network network, String agent) throws IOException {
        return Sources.open(
                plugins,
                config.sources(),
                settings -> new LentContext(agent, config.archives(), network.http(settings)));
    }

    StoredFiles storedFiles(Blobs blobs) {
        return new StoredFiles(
                database, blobs, new StoredFiles.Means(directory.staging(), config.files(), seal, config.clock()));
    }

    Sessions sessions(Jobs jobs, StoredFiles storedFiles, Blobs blobs, Events events) {
        return new Sessions(
                database,
                jobs,
                storedFiles,
                new Sessions.Means(blobs.space(), directory.staging(), config.sessions(), events, config.clock()));
    }

    Toolbox toolbox(Blobs blobs, StoredFiles storedFiles, Jobs jobs) {
        return new Toolbox(
                database, blobs, storedFiles, jobs, new Toolbox.Means(seal, directory.staging(), config.clock()));
    }
}
