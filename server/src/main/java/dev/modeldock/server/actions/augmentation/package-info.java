/** Other pictures made of those of a dataset, turned and coloured by chance, and its annotations along with them. */
package dev.modeldock.server.actions.augmentation;
