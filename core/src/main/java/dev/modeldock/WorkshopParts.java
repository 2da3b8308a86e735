package dev.modeldock;

import dev.modeldock.actions.catalogue.Catalogue;
import dev.modeldock.actions.packs.ActionPacks;
import dev.modeldock.actions.runners.ActionRunners;
import dev.modeldock.datasets.Datasets;
import dev.modeldock.events.Events;
import dev.modeldock.files.Archives;
import dev.modeldock.files.DataDirectory;
import dev.modeldock.plugins.Plugins;
import dev.modeldock.training.RunPlaces;
import dev.modeldock.training.Workshop;
import java.io.IOException;

/** What the workshop is put together from. */
record WorkshopParts(DockConfig config, DataDirectory directory, Plugins plugins, Archives archives, Events events) {
    Workshop.Means means() throws IOException {
        DockConfig.ActionConfig actions = config.actions();
        return new Workshop.Means(
                new Datasets.Means(
                        Catalogue.tao(),
                        archives,
                        directory.staging(),
                        config.sessions().maxFileBytes(),
                        events,
                        config.clock()),
                new ActionRunners(
                        new ActionPacks(actions.directory().orElse(directory.actions())),
                        Catalogue.tao(),
                        plugins.usableRunners()),
                new RunPlaces(directory.results(), directory.runs()),
                Workshop.Bounds.of(actions.workers(), actions.gpus(), actions.mostResultBytes()),
                actions.offers());
    }
}
