/** What is inside of versions of models: their tensors, and what changed between two. */
package dev.modeldock.insight;
