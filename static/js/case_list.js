/* The list of cases: choosing all that are shown, and how many are chosen. Without this script each is ticked by itself. */
"use strict";
