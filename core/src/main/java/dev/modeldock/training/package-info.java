/** Models as those see them who train them: what they are made with, and what is to be done. */
package dev.modeldock.training;
