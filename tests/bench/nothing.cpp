// What starting a program costs, however little it does.
int main() {}
