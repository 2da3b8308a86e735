package dev.modeldock.hub;

import dev.modeldock.blobs.Blobs;
import dev.modeldock.imports.Imports;
import dev.modeldock.models.Models;
import java.time.Clock;

/** What bringing models here works with. */
record PullMeans(Imports imports, Models models, Blobs blobs, IncomingModels incoming, Clock clock) {}
