from regrowth.cli import main

main()
