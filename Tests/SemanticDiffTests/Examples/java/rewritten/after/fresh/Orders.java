package fresh;

public class Orders {
  public Node address(String stack, String type) {
    return Stacks.find(stack).child(type);
  }

  public Node remove(String stack, String type) {
    return Operations.removal(address(stack, type));
  }

  public Node read(String stack) {
    return Operations.reading(Stacks.find(stack));
  }

  public Node write(String stack, int value) {
    return Operations.writing(Stacks.find(stack), value);
  }
}
