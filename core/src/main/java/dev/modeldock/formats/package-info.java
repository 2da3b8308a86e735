/** What a set of files is as a model: headers are read and checked, nothing is ever executed. */
package dev.modeldock.formats;
