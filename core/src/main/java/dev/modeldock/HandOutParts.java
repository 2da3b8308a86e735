package dev.modeldock;

import dev.modeldock.blobs.Blobs;
import dev.modeldock.database.Database;
import dev.modeldock.files.DataDirectory;
import dev.modeldock.hub.Hub;
import dev.modeldock.hub.push.PushMeans;
import dev.modeldock.hub.push.Pushes;
import dev.modeldock.imports.Imports;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.materialize.Materializations;
import dev.modeldock.models.Models;
import java.io.IOException;

/** Puts together what hands models out to clients of Hugging Face and to tools of this machine, and takes what they push. */
record HandOutParts(DockConfig config, DataDirectory directory, Database database, Blobs blobs) {
    Hub hub(Models models, Imports imports, Jobs jobs) throws IOException {
        return new Hub(
                database,
                models,
                blobs,
                new Hub.Means(imports, jobs, config.handOut().pullThrough(), config.clock()));
    }

    Materializations materializations(Models models, Hub hub) throws IOException {
        return new Materializations(
                directory.root(),
                config.handOut().directories(),
                models,
                new Materializations.Contents(blobs, hub.files()));
    }

    Pushes pushes(Models models, Imports imports) throws IOException {
        return new Pushes(
                database,
                blobs,
                models,
                new PushMeans(
                        directory.staging(),
                        imports.examination(),
                        new PushMeans.Limits(
                                config.sessions().maxFileBytes(),
                                config.handOut().maxUploads()),
                        config.clock()));
    }
}
