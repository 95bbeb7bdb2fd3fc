// SPDX-License-Identifier: MIT

// Does nothing: its time is the cost of starting a program.
int main() {}
