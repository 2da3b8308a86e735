package dev.modeldock.server.actions.analytics;

import dev.modeldock.server.actions.labels.PythonNumber;

/** What an image measures: pixels, as they were told. */
record Frame(PythonNumber width, PythonNumber height) {}
