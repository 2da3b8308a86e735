package dev.modeldock.imports;

import dev.modeldock.files.Archives;
import dev.modeldock.models.Models;
import dev.modeldock.plugins.Sources;
import dev.modeldock.transfers.Transfers;
import java.nio.file.Path;

/** What imports from sources work with. */
record SourceMeans(
        Path staging,
        Sources sources,
        Archives archives,
        Transfers transfers,
        Rooms rooms,
        Secrets secrets,
        Models models) {}
